import type { Construct } from 'constructs';
import {
  Application,
  type ApplicationSpecIgnoreDifferences,
  type ApplicationSpecSource,
} from '../../imports/argoproj.io.ts';
import { landmarks } from '../facts/landmarks.ts';

/** Where Argo CD is, and what its Applications belong to. */
export const argoCd = {
  namespace: landmarks.argoCd.namespace,
  project: 'uyoop',
  cluster: 'https://kubernetes.default.svc',
} as const;

export interface ArgoApplicationProps {
  readonly name: string;
  readonly source: ApplicationSpecSource;
  /** Where objects go that name no namespace. Default: Argo CD's own. */
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields that something in the cluster fills in; undefined: all of them are ours. */
  readonly ignoreDifferences?: ApplicationSpecIgnoreDifferences[];
  /** Beside server-side apply. */
  readonly syncOptions?: readonly string[];
}

/** What Argo CD keeps as Git says, pruning and healing by itself. @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
export class ArgoApplication extends Application {
  constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    const { name, source, annotations, ignoreDifferences } = props;
    super(scope, id, {
      metadata: { name, namespace: argoCd.namespace, annotations, labels: props.labels },
      spec: {
        project: argoCd.project,
        source,
        destination: { server: argoCd.cluster, namespace: props.namespace ?? argoCd.namespace },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['ServerSideApply=true', ...(props.syncOptions ?? [])],
          // For ever: other waves wait for it.
          retry: { limit: -1, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
        },
        ignoreDifferences,
      },
    });
  }
}
