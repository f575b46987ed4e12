import { Construct } from 'constructs';
import { HelmRelease } from '../../imports/helm.toolkit.fluxcd.io.ts';
import { HelmRepository } from '../../imports/source.toolkit.fluxcd.io.ts';
import { platformOf } from '../facts/platform-app.ts';
import { byHand as byHandAnnotation } from '../facts/prune.ts';
import { ArgoApplication } from './argo-application.ts';
import type { ChartReference, ChartValues } from './helm-chart.ts';

export interface ReleaseProps {
  readonly namespace: string;
  readonly name: string;
  readonly chart: ChartReference;
  readonly values: ChartValues;
  /** The release counts as installed although its pods are not ready (a sealed Vault never is). Default: false. */
  readonly unready?: boolean;
  /** What a person does once a change is merged, since the chart leaves it to him. */
  readonly byHand?: string;
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
    const engines = { flux: () => this.flux(props), argocd: () => this.argoCd(props) };
    engines[platformOf(this).gitops]();
  }

  /** @see https://fluxcd.io/flux/components/helm/helmreleases/ */
  private flux(props: ReleaseProps): void {
    const { namespace, name, chart, values, unready, byHand } = props;
    const { repository, version } = chart;
    const metadata = { name, namespace };
    const type = repository.startsWith('oci://') ? 'oci' : undefined;
    new HelmRepository(this, 'repository', { metadata, spec: { url: repository, interval: '24h', type } });
    new HelmRelease(this, 'release', {
      metadata: { ...metadata, annotations: byHand === undefined ? undefined : { [byHandAnnotation]: byHand } },
      spec: {
        releaseName: name,
        interval: '1h',
        timeout: '10m',
        chart: { spec: { chart: chart.chart, version, sourceRef: { kind: 'HelmRepository', name } } },
        install: { crds: 'Create', disableWait: unready, strategy },
        upgrade: { crds: 'CreateReplace', disableWait: unready, strategy },
        values,
      },
    });
  }

  /** @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ */
  private argoCd({ namespace, name, chart, values, unready, byHand, ignoredFields }: ReleaseProps): void {
    const annotations = { ...(unready && ignoreHealth), ...(byHand !== undefined && { [byHandAnnotation]: byHand }) };
    new ArgoApplication(this, 'application', {
      name,
      namespace,
      source: {
        repoUrl: chart.repository.replace(/^oci:\/\//, ''),
        chart: chart.chart,
        targetRevision: chart.version,
        helm: { releaseName: name, valuesObject: values },
      },
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
      syncOptions: ['RespectIgnoreDifferences=true'],
      ignoreDifferences: ignoredFields?.map(({ pointers, ...field }) => ({ ...field, jsonPointers: [...pointers] })),
    });
  }
}

/**
 * Other layers wait for a release, and the next value in Git may be the right one: it never gives up, nor takes away what
 * runs.
 */
const strategy = { name: 'RetryOnFailure', retryInterval: '5m' } as const;

/** The layer of this Application counts as healthy without it, so that the next one begins. */
const ignoreHealth = { 'argocd.argoproj.io/ignore-healthcheck': 'true' } as const;
