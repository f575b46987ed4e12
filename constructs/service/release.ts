import { Construct } from 'constructs';
import { Application } from '../../imports/argoproj.io.ts';
import { HelmChart } from '../../imports/helm.cattle.io.ts';
import { HelmRelease } from '../../imports/helm.toolkit.fluxcd.io.ts';
import { HelmRepository } from '../../imports/source.toolkit.fluxcd.io.ts';
import type { Resources } from '../../platform/types.ts';
import { platformOf } from '../facts/platform-app.ts';
import { yamlText } from '../facts/yaml.ts';
import type { Service } from './service.ts';

/** A Helm chart by its repository, name and exact version. */
export interface ChartReference {
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** A chart's `resources` value. */
export function chartResources({ cpu, memory, memoryLimit }: Resources) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit ?? memory } };
}

export interface ReleaseProps {
  readonly namespace: string;
  readonly name: string;
  readonly chart: ChartReference;
  /** The chart's values, as its own values.yaml names them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The release counts as installed although its pods are not ready (a sealed Vault never is). Default: false. */
  readonly unready?: boolean;
  /** Fields that something in the cluster fills in, so that Argo CD must not fight over them. */
  readonly ignoredFields?: readonly {
    readonly group: string;
    readonly kind: string;
    readonly pointers: readonly string[];
  }[];
}

/** An operator from its Helm chart, pinned: a HelmRelease for Flux, an Application for Argo CD. */
export class Release extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseProps) {
    super(scope, id);
    if (platformOf(this).gitops === 'flux') this.flux(props);
    else this.argoCd(props);
  }

  /** @see https://fluxcd.io/flux/components/helm/helmreleases/ */
  private flux({ namespace, name, chart, values, unready }: ReleaseProps): void {
    const oci = chart.repository.startsWith('oci://');
    new HelmRepository(this, 'repository', {
      metadata: { name, namespace },
      spec: { url: chart.repository, interval: '24h', type: oci ? 'oci' : undefined },
    });
    const remediation = { retries: 3 };
    new HelmRelease(this, 'release', {
      metadata: { name, namespace },
      spec: {
        releaseName: name,
        interval: '1h',
        timeout: '10m',
        chart: {
          spec: { chart: chart.chart, version: chart.version, sourceRef: { kind: 'HelmRepository', name } },
        },
        install: { crds: 'Create', disableWait: unready, remediation },
        upgrade: { crds: 'CreateReplace', disableWait: unready, remediation },
        values,
      },
    });
  }

  /** @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ */
  private argoCd({ namespace, name, chart, values, unready, ignoredFields }: ReleaseProps): void {
    new Application(this, 'application', {
      metadata: { name, namespace: 'argocd', ...(unready && { annotations: ignoreHealth }) },
      spec: {
        project: 'uyoop',
        source: {
          repoUrl: chart.repository.replace(/^oci:\/\//, ''),
          chart: chart.chart,
          targetRevision: chart.version,
          helm: { releaseName: name, valuesObject: values },
        },
        destination: { server: 'https://kubernetes.default.svc', namespace },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
          retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
        },
        ignoreDifferences: ignoredFields?.map(({ group, kind, pointers }) => ({
          group,
          kind,
          jsonPointers: [...pointers],
        })),
      },
    });
  }
}

/** The layer of this Application counts as healthy without it, so that the next one begins. */
const ignoreHealth = { 'argocd.argoproj.io/ignore-healthcheck': 'true' } as const;

/**
 * A chart that K3s itself installs, from its auto-deploy folder: what a GitOps engine begins with.
 *
 * @see https://docs.k3s.io/add-ons/helm
 */
export function bootstrapChart(
  service: Service,
  { repository, chart, version }: ChartReference,
  values: unknown,
): void {
  new HelmChart(service, 'chart', {
    metadata: { name: service.node.id, namespace: 'kube-system' },
    spec: {
      chart: `${repository}/${chart}`,
      version,
      targetNamespace: service.chart.namespaceName,
      valuesContent: yamlText(values),
    },
  });
}
