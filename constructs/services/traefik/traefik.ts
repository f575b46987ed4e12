import type { Construct } from 'constructs';
import { HelmChartConfig } from '../../../imports/helm.cattle.io.ts';
import { TlsOption } from '../../../imports/traefik.io.ts';
import type { Resources } from '../../../platform/types.ts';
import {
  clusterHost,
  MetricsTarget,
  metricsService,
  ResourceClaim,
  random,
  Service,
  traefikPods,
  yamlText,
} from '../../index.ts';
import { CrowdsecBouncer } from './crowdsec-bouncer.ts';
import { traefikValues } from './values.ts';

/** With the bouncer's interpreter and some ten thousand banned addresses inside it. */
const resources: Resources = { cpu: '100m', memory: '192Mi', memoryLimit: '384Mi' };
/** CoreDNS and metrics-server, which K3s brings beside it. */
const packaged: Resources = { cpu: '200m', memory: '140Mi', memoryLimit: '340Mi' };

/**
 * K3s's own Traefik, set through a HelmChartConfig. It stands in `configuration`: what it mounts is sealed, and Sealed Secrets
 * is an operator.
 *
 * @see https://docs.k3s.io/add-ons/helm
 */
export class Traefik extends Service {
  override readonly system = 'Traefik';

  constructor(scope: Construct, id: string) {
    // Vault's injector never touches kube-system, and Traefik must start without Vault.
    super(scope, id, { layer: 'configuration', secrets: 'sealed' });
    const { machine } = this;
    const values = traefikValues(machine, resources, this.bouncer());
    const metadata = { namespace: this.chart.namespaceName };
    new HelmChartConfig(this, 'config', {
      metadata: { name: 'traefik', ...metadata },
      // `reinstall`, the chart controller's default, takes the one entry point down when a value is wrong; `abort` never tries the
      // value that Git has put right.
      spec: { failurePolicy: 'retry', valuesContent: yamlText(values) },
    });
    const spec = { minVersion: 'VersionTLS12' };
    new TlsOption(this, 'tls', { metadata: { name: 'default', ...metadata }, spec });
    new ResourceClaim(this, 'claim', { machine, resources });
    new ResourceClaim(this, 'claim-packaged', { machine, resources: packaged });
    this.measure();
  }

  private bouncer(): CrowdsecBouncer | undefined {
    if (!this.platform.crowdsec.bouncer) return undefined;
    const { 'lapi-key': key } = this.secret('crowdsec', { 'lapi-key': random(64) });
    return new CrowdsecBouncer(this, 'bouncer', { machine: this.machine, key });
  }

  /** The chart serves metrics and makes no Service for it. */
  private measure(): void {
    const { name, namespace } = traefikPods;
    const service = `${name}-metrics`;
    const page = { name, pods: traefikPods, ports: { metrics: 9100 }, machine: this.machine };
    metricsService(this, 'metrics-service', { ...page, name: service });
    const owner = { ...page, host: clusterHost({ namespace, service }) };
    new MetricsTarget(this, 'metrics', { owner, metrics: {} });
  }
}
