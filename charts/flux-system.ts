import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Flux } from '../constructs/services/gitops/flux.ts';
import { FluxLayers } from '../constructs/services/gitops/flux-layers.ts';
import { FluxOperator } from '../constructs/services/gitops/flux-operator.ts';

/** Flux: what K3s lays down on its own, and the layers that Flux then takes from Git. */
export class FluxSystem extends NamespaceChart {
  constructor(app: App) {
    super(app, 'flux-system', { tier: 'platform', layer: 'bootstrap' });
    new FluxOperator(this, 'flux-operator');
    new Flux(this, 'flux');
  }

  /** What Flux takes from Git, once all of it is there. */
  takeLayers(): void {
    new FluxLayers(this, 'layers');
  }
}
