import type { Construct } from 'constructs';
import { Kustomization } from '../../../imports/kustomize.toolkit.fluxcd.io.ts';
import { Service } from '../../index.ts';
import { layers } from './layers.ts';

/** One Kustomization a layer. @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export class FluxLayers extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'gitops' });
    for (const [index, layer] of layers.entries()) this.kustomization(layer, layers[index - 1]);
  }

  private kustomization(name: string, before: string | undefined): void {
    const namespace = this.chart.namespaceName;
    new Kustomization(this, name, {
      metadata: { name, namespace },
      spec: {
        interval: '10m',
        retryInterval: '1m',
        timeout: '15m',
        path: `./dist/kubernetes/${name}`,
        prune: true,
        wait: true,
        sourceRef: { kind: 'GitRepository', name: namespace },
        dependsOn: before === undefined ? undefined : [{ name: before }],
      },
    });
  }
}
