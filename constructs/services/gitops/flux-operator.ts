import type { Construct } from 'constructs';
import type { Resources } from '../../../platform/types.ts';
import { charts } from '../../../platform/versions.ts';
import { chartResources, HelmService, internet } from '../../index.ts';

const operator: Resources = { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' };
/** Of each controller; a patch of the FluxInstance sets it. */
export const controller: Resources = { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' };

/** flux-operator, from K3s's auto-deploy folder, and the pods that it makes. @see https://fluxoperator.dev/docs */
export class FluxOperator extends HelmService {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    this.install(charts.fluxOperator, {
      web: { enabled: false },
      // Ours do not exist yet when K3s installs this.
      priorityClassName: 'system-cluster-critical',
      resources: chartResources(operator),
    });
    this.controllers();
    this.component('operator', {
      name: id,
      labels: { 'app.kubernetes.io/name': id },
      ports: [8080],
      resources: operator,
      reaches: [this.api],
      metrics: { port: 8080 },
    });
  }

  private controllers(): void {
    const { api } = this;
    const pods = (name: string) => ({ name, labels: { app: name }, resources: controller });
    const notification = this.component('notification', {
      ...pods('notification-controller'),
      ports: [9090],
      reaches: [api],
    });
    const source = this.component('source', {
      ...pods('source-controller'),
      ports: [9090],
      reaches: [api, notification, internet.https],
    });
    for (const name of ['kustomize-controller', 'helm-controller']) {
      this.component(name, { ...pods(name), reaches: [api, source, notification] });
    }
  }
}
