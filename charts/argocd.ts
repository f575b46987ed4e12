import type { App } from 'cdk8s';
import { ArgoCd, ArgoCdLayers, ArgoCdRoot } from '../constructs/argo-cd.ts';
import { NamespaceChart } from '../constructs/namespace.ts';

/** Argo CD: what K3s lays down on its own, and the layers that Argo CD then takes from Git. */
export class ArgoCdNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'argocd', { tier: 'platform', layer: 'bootstrap' });
    new ArgoCd(this, 'argo-cd');
    new ArgoCdRoot(this, 'root');
    new ArgoCdLayers(this, 'layers');
  }
}
