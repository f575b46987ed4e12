import type { Construct } from 'constructs';
import { HelmChartConfig } from '../../../imports/helm.cattle.io.ts';
import { TlsOption } from '../../../imports/traefik.io.ts';
import type { Resources } from '../../../platform/types.ts';
import {
  chartResources,
  MetricsTarget,
  metricsService,
  ResourceClaim,
  random,
  Service,
  traefikPods,
  yamlText,
} from '../../index.ts';
import { CrowdsecBouncer } from './crowdsec.ts';

/** With the bouncer's interpreter and some ten thousand banned addresses inside it. */
const resources: Resources = { cpu: '100m', memory: '192Mi', memoryLimit: '384Mi' };

/**
 * What no entry point lets through; the chart has no key for all of it. PHP reads `Remote_User` as Remote-User, an option from
 * Traefik 3.7.6 on. Behind a null or a backslash a backend may read another path than the routes did.
 */
const strict = [
  'underscoreHeadersStrategy=delete',
  'encodedCharacters.allowEncodedNullCharacter=false',
  'encodedCharacters.allowEncodedBackSlash=false',
] as const;

/**
 * K3s's own Traefik, set through a HelmChartConfig. K3s repackages the chart without its schema: a wrong key is ignored in
 * silence, so every key here was read in chart 40.1.
 *
 * It stands in `configuration`: what it mounts is sealed, and Sealed Secrets is an operator.
 *
 * @see https://docs.k3s.io/add-ons/helm
 */
export class Traefik extends Service {
  override readonly system = 'Traefik';
  private readonly bouncer?: CrowdsecBouncer;

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'configuration' });
    const namespace = this.chart.namespaceName;
    if (this.platform.crowdsec.bouncer) this.bouncer = this.guard();
    new HelmChartConfig(this, 'config', {
      metadata: { name: 'traefik', namespace },
      spec: {
        // The default, reinstall, takes the one entry point down when a value is wrong.
        failurePolicy: 'abort',
        valuesContent: yamlText(this.values()),
      },
    });
    new TlsOption(this, 'tls', {
      metadata: { name: 'default', namespace },
      spec: { minVersion: 'VersionTLS12' },
    });
    new ResourceClaim(this, 'claim', { machine: this.machine, resources });
    const packaged: Resources = { cpu: '200m', memory: '140Mi', memoryLimit: '340Mi' };
    new ResourceClaim(this, 'claim-packaged', { machine: this.machine, resources: packaged });
    // The chart serves them and makes no Service for it.
    const page = { name: 'traefik', pods: traefikPods, ports: { metrics: 9100 }, machine: this.machine };
    metricsService(this, 'metrics-service', { ...page, name: 'traefik-metrics' });
    new MetricsTarget(this, 'metrics', {
      owner: { ...page, host: `traefik-metrics.${namespace}.svc.cluster.local` },
      metrics: {},
    });
  }

  /** Vault's injector never touches kube-system, and Traefik must start without Vault: the key stays a SealedSecret. */
  private guard(): CrowdsecBouncer {
    const backend = this.platform.phase === 1 ? 'existing' : 'sealed';
    const { 'lapi-key': key } = this.secret('crowdsec', { 'lapi-key': random(64) }, { backend });
    return new CrowdsecBouncer(this, 'bouncer', { machine: this.machine, key });
  }

  private values() {
    const guarded = this.bouncer && { middlewares: [this.bouncer.reference] };
    const toHttps = { entryPoint: { to: 'websecure', scheme: 'https', permanent: true } };
    return {
      ports: {
        web: { http: { redirections: toHttps, ...guarded } },
        websecure: {
          // The default of 60 s counts the body: it cuts every long upload.
          transport: { respondingTimeouts: { readTimeout: 3600, idleTimeout: 180 } },
          ...(guarded && { http: guarded }),
        },
      },
      // Cluster would hide the client's address behind the node's: Authelia and CrowdSec would ban everybody. It takes the
      // machine's `node-external-ip` as well: without it every connection goes through ServiceLB's pod, which masquerades.
      service: { spec: { externalTrafficPolicy: 'Local' } },
      nodeSelector: { 'kubernetes.io/hostname': this.machine.name },
      resources: chartResources(resources),
      // CrowdSec knows some scanners by how they call themselves; every other header may hold a secret.
      logs: {
        general: { format: 'json' },
        access: { enabled: true, format: 'json', fields: { headers: { names: { 'User-Agent': 'keep' } } } },
      },
      // K3s brings the version.
      global: { checkNewVersion: false },
      providers: { kubernetesCRD: { allowCrossNamespace: false, allowExternalNameServices: false } },
      additionalArguments: ['web', 'websecure'].flatMap((name) =>
        strict.map((option) => `--entryPoints.${name}.http.${option}`),
      ),
      ...this.bouncer?.values,
    };
  }
}
