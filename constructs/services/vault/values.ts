import type { Machine, Platform, Resources } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { chartResources, injected, pinnedTo, volumeAnnotations } from '../../index.ts';

/** The chart brings its own: the steps of docs/decisions/0018 are those of this one. */
const image = { repository: images.vault.split(':')[0], tag: images.vault.split(':')[1] };

/** What the chart's two programs take. */
export const sizes = {
  server: { cpu: '100m', memory: '256Mi', memoryLimit: '384Mi' },
  injector: { cpu: '20m', memory: '64Mi', memoryLimit: '128Mi' },
} as const satisfies Record<string, Resources>;

/**
 * Values of HashiCorp's chart.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm/configuration
 */
export function vaultValues(platform: Platform, machine: Machine) {
  const place = { nodeSelector: pinnedTo(machine), priorityClassName: 'essential' };
  return {
    global: { tlsDisable: true },
    csi: { enabled: false },
    ui: { enabled: false },
    injector: { replicas: 1, ...place, ...injector },
    server: { ...place, ...server, dataStorage: dataStorage(platform) },
  };
}

const restricted = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
} as const;

const injector = {
  agentImage: image,
  // The chart keeps two of its pods apart: with one pod on one machine, the new one of an upgrade would wait for ever.
  affinity: '',
  resources: chartResources(sizes.injector),
  securityContext: restricted,
  agentDefaults: { cpuRequest: '10m', cpuLimit: '500m', memRequest: '32Mi', memLimit: '96Mi' },
  webhook: {
    // A pod that wants secrets must not start without them: while the injector is down, these pods wait.
    failurePolicy: 'Fail',
    timeoutSeconds: 10,
    objectSelector: { matchLabels: injected },
  },
} as const;

/**
 * Vault's own configuration: one node on raft, which alone has snapshots. TLS ends nowhere: pods reach it inside the cluster's
 * own network. Vault reads JSON as well as HCL; the chart takes either, but only as text.
 *
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
const configuration = {
  ui: false,
  disable_mlock: true,
  listener: [{ tcp: { address: '[::]:8200', cluster_address: '[::]:8201', tls_disable: true } }],
  storage: { raft: { path: '/vault/data', node_id: 'vault-0' } },
} as const;

const server = {
  image,
  affinity: '',
  // A new pod is a sealed one: it is made when a person is there to unseal it, and `byHand` says so. The checksum makes the
  // StatefulSet know that its pod runs on an older configuration.
  updateStrategyType: 'OnDelete',
  includeConfigAnnotation: true,
  resources: chartResources(sizes.server),
  statefulSet: { securityContext: restricted },
  // Its audit log goes to standard output: docs/decisions/0018.
  auditStorage: { enabled: false },
  standalone: { enabled: true, config: JSON.stringify(configuration, null, 2) },
  ha: { enabled: false },
} as const;

function dataStorage(platform: Platform) {
  return {
    enabled: true,
    size: '2Gi',
    storageClass: platform.storage,
    annotations: volumeAnnotations(platform),
  };
}
