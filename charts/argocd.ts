import type { App } from 'cdk8s';
import { landmarks } from '../constructs/facts/landmarks.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { ArgoCdLayers, ArgoCdRoot } from '../constructs/services/gitops/argo-applications.ts';
import { ArgoCd } from '../constructs/services/gitops/argo-cd.ts';

/** Argo CD: what K3s lays down on its own, and the layers that Argo CD then takes from Git. */
export class ArgoCdNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, landmarks.argoCd.namespace, { tier: 'platform', layer: 'bootstrap' });
    new ArgoCd(this, landmarks.argoCd.service);
    new ArgoCdRoot(this, 'root');
  }

  /** What Argo CD takes from Git, once all of it is there. */
  takeLayers(): void {
    new ArgoCdLayers(this, 'layers');
  }
}
