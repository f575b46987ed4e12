import type { Construct } from 'constructs';
import type { Resources } from '../../../platform/types.ts';
import { charts } from '../../../platform/versions.ts';
import {
  BackupClaim,
  chartResources,
  ForeignPods,
  injected,
  kubernetesApi,
  noBackup,
  Release,
  Service,
  vaultPods,
  volumeAnnotations,
} from '../../index.ts';

const server: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '384Mi' };
const injector: Resources = { cpu: '20m', memory: '64Mi', memoryLimit: '128Mi' };

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

/** One node, raft storage (which alone has snapshots). TLS ends nowhere: pods reach it inside the cluster's own network. */
const configuration = `ui = false
disable_mlock = true

listener "tcp" {
  address         = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_disable     = 1
}

storage "raft" {
  path    = "/vault/data"
  node_id = "vault-0"
}
`;

/**
 * Secrets at run time, and the injector that writes them into pods. After each restart it is sealed until a person (or a
 * key service) unseals it; what runs already goes on, what starts waits.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm
 */
export class Vault extends Service {
  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const namespace = this.chart.namespaceName;
    new Release(this, 'release', {
      namespace,
      name: id,
      chart: charts.vault,
      // Sealed it is never ready, and nothing else may wait for that.
      unready: true,
      ignoredFields: [
        {
          group: 'admissionregistration.k8s.io',
          kind: 'MutatingWebhookConfiguration',
          pointers: ['/webhooks/0/clientConfig/caBundle'],
        },
      ],
      values: {
        global: { tlsDisable: true },
        csi: { enabled: false },
        ui: { enabled: false },
        injector: this.injectorValues(),
        server: this.serverValues(),
      },
    });
    this.pods(namespace);
    const backup = noBackup('its snapshot is saved instead: raft writes to these files all the time');
    new BackupClaim(this, 'backup', { machine: this.machine, namespace, size: '2Gi', volume: 'data-vault-0', backup });
  }

  private get nodeSelector() {
    return { 'kubernetes.io/hostname': this.machine.name };
  }

  private injectorValues() {
    return {
      replicas: 1,
      nodeSelector: this.nodeSelector,
      priorityClassName: 'essential',
      resources: chartResources(injector),
      securityContext: restricted,
      agentDefaults: { cpuRequest: '10m', cpuLimit: '500m', memRequest: '32Mi', memLimit: '96Mi' },
      webhook: {
        // A pod that wants secrets must not start without them: while the injector is down, these pods wait.
        failurePolicy: 'Fail',
        timeoutSeconds: 10,
        objectSelector: { matchLabels: injected },
      },
    };
  }

  private serverValues() {
    const { storage: storageClass } = this.platform;
    return {
      nodeSelector: this.nodeSelector,
      priorityClassName: 'essential',
      affinity: '',
      resources: chartResources(server),
      statefulSet: { securityContext: restricted },
      dataStorage: { enabled: true, size: '2Gi', storageClass, annotations: volumeAnnotations(this.platform) },
      // Its audit log goes to standard output: docs/decisions/0018.
      auditStorage: { enabled: false },
      standalone: { enabled: true, config: configuration },
      ha: { enabled: false },
    };
  }

  private pods(namespace: string): void {
    const api = kubernetesApi(this.platform);
    const common = { machine: this.machine, reaches: [api] };
    new ForeignPods(this, 'server', {
      ...common,
      name: 'vault',
      pods: { namespace, labels: vaultPods.server, guarded: true },
      ports: [8200],
      resources: server,
    });
    new ForeignPods(this, 'injector', {
      ...common,
      name: 'vault-agent-injector',
      pods: { namespace, labels: vaultPods.injector, guarded: true },
      ports: [8080],
      resources: injector,
      calledByApi: 8080,
    });
  }
}
