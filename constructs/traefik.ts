import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import { HelmChartConfig, HelmChartConfigSpecFailurePolicy } from '../imports/helm.cattle.io.ts';
import { TlsOption } from '../imports/traefik.io.ts';
import type { Resources } from '../platform/types.ts';
import { ResourceClaim } from './claim.ts';
import { chartResources } from './release.ts';
import { Service } from './service.ts';

const resources: Resources = { cpu: '100m', memory: '128Mi', memoryLimit: '384Mi' };

/**
 * K3s's own Traefik, set through a HelmChartConfig. K3s repackages the chart without its schema: a wrong key is ignored in
 * silence, so every key here was read in chart 40.1.
 *
 * @see https://docs.k3s.io/add-ons/helm
 */
export class Traefik extends Service {
  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const namespace = this.chart.namespaceName;
    new HelmChartConfig(this, 'config', {
      metadata: { name: 'traefik', namespace },
      spec: {
        // The default, reinstall, takes the one entry point down when a value is wrong.
        failurePolicy: HelmChartConfigSpecFailurePolicy.ABORT,
        valuesContent: stringify(this.values(), { lineWidth: 0, compat: 'yaml-1.1' }),
      },
    });
    new TlsOption(this, 'tls', {
      metadata: { name: 'default', namespace },
      spec: { minVersion: 'VersionTLS12' },
    });
    new ResourceClaim(this, 'claim', { machine: this.machine, resources });
    const packaged: Resources = { cpu: '200m', memory: '140Mi', memoryLimit: '340Mi' };
    new ResourceClaim(this, 'claim-packaged', { machine: this.machine, resources: packaged });
  }

  private values() {
    return {
      ports: {
        web: { http: { redirections: { entryPoint: { to: 'websecure', scheme: 'https', permanent: true } } } },
        // The default of 60 s counts the body: it cuts every long upload.
        websecure: { transport: { respondingTimeouts: { readTimeout: 3600, idleTimeout: 180 } } },
      },
      // Cluster would hide the client's address behind the node's: Authelia and CrowdSec would ban everybody.
      service: { spec: { externalTrafficPolicy: 'Local' } },
      nodeSelector: { 'kubernetes.io/hostname': this.machine.name },
      resources: chartResources(resources),
      logs: { general: { format: 'json' }, access: { enabled: true, format: 'json' } },
      providers: { kubernetesCRD: { allowCrossNamespace: false, allowExternalNameServices: false } },
      // PHP reads `Remote_User` as Remote-User. The chart has no key for this; Traefik has the option from 3.7.6.
      additionalArguments: ['web', 'websecure'].map(
        (name) => `--entryPoints.${name}.http.underscoreHeadersStrategy=delete`,
      ),
    };
  }
}
