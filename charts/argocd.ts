import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { ArgoCdLayers, ArgoCdRoot } from '../constructs/services/gitops/argo-applications.ts';
import { ArgoCd } from '../constructs/services/gitops/argo-cd.ts';

/** Argo CD: what K3s lays down on its own, and the layers that Argo CD then takes from Git. */
export class ArgoCdNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'argocd', { tier: 'platform', layer: 'bootstrap' });
    new ArgoCd(this, 'argo-cd');
    new ArgoCdRoot(this, 'root');
    new ArgoCdLayers(this, 'layers');
  }
}
