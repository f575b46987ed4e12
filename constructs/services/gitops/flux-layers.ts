import type { Construct } from 'constructs';
import { Kustomization } from '../../../imports/kustomize.toolkit.fluxcd.io.ts';
import { Service } from '../../index.ts';
import { type Folder, foldersOf } from './folders.ts';

/**
 * One Kustomization a folder, so that what is sick in one holds back nobody who does not need it. It is built last: it reads
 * off the tree what needs what.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export class FluxLayers extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'gitops' });
    for (const folder of foldersOf(this.node.root)) this.kustomization(folder);
  }

  private kustomization({ name, path, dependsOn, startupSeconds }: Folder): void {
    const namespace = this.chart.namespaceName;
    new Kustomization(this, name, {
      metadata: { name, namespace },
      spec: {
        interval: '10m',
        retryInterval: '1m',
        // Whoever waits for it waits no longer than its slowest pod needs.
        timeout: `${Math.ceil(startupSeconds / 60) + 5}m`,
        path: `./${path}`,
        prune: true,
        wait: true,
        // Whoever deletes Flux, or this, does not delete what runs: docs/engines.md.
        deletionPolicy: 'Orphan',
        sourceRef: { kind: 'GitRepository', name: namespace },
        dependsOn: dependsOn.length > 0 ? dependsOn.map((other) => ({ name: other })) : undefined,
      },
    });
  }
}
