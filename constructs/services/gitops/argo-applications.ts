import type { Construct } from 'constructs';
import { AppProject } from '../../../imports/argoproj.io.ts';
import { ArgoApplication, type ArgoApplicationProps, argoCd, keepOnDeploy, Service } from '../../index.ts';
import { depthOf, foldersOf } from './folders.ts';

/** What Argo CD may do, and the Application that points at this repository's `dist/argocd`. */
export class ArgoCdRoot extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    new AppProject(this, 'project', {
      metadata: { name: argoCd.project, namespace: argoCd.namespace, labels: keepOnDeploy },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: argoCd.cluster, namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    });
    folder(this, 'root', 'dist/argocd', { labels: keepOnDeploy });
  }
}

/**
 * One Application a folder. The root makes them in waves, each when the one before it is healthy; from then on each follows Git
 * by itself, so that what is sick in one holds back no other's fix.
 */
export class ArgoCdLayers extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'gitops' });
    const folders = foldersOf(this.node.root);
    for (const { name, path } of folders) {
      const annotations = { 'argocd.argoproj.io/sync-wave': String(depthOf(name, folders)) };
      folder(this, name, path, { annotations });
    }
  }
}

/**
 * Kubernetes takes no other size or class for a claim that stands, and a sync that it refuses goes no further: what differs is
 * left alone. A claim that is not there is made as Git says.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#respect-ignore-difference-configs
 */
const writtenOnce = { kind: 'PersistentVolumeClaim', jsonPointers: ['/spec'] };

/** All that lies in a folder of this repository. */
function folder(
  service: Service,
  name: string,
  path: string,
  marks: Pick<ArgoApplicationProps, 'annotations' | 'labels'>,
): void {
  const { url, branch } = service.platform.owner.repository;
  new ArgoApplication(service, name, {
    name,
    source: { repoUrl: url, targetRevision: branch, path, directory: { recurse: true } },
    ...marks,
    ignoreDifferences: [writtenOnce],
    syncOptions: ['RespectIgnoreDifferences=true'],
  });
}
