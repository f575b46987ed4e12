import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import { chartResources, HelmService, internet, ownPlainWeb, ownWeb } from '../index.ts';

/** Of each of its three programs. */
const small: Resources = { cpu: '10m', memory: '48Mi', memoryLimit: '128Mi' };

/**
 * Certificates from Let's Encrypt, renewed by themselves.
 *
 * @see https://cert-manager.io/docs/installation/helm/
 */
export class CertManager extends HelmService {
  override readonly system = 'cert-manager';
  override readonly brings = { groups: ['cert-manager.io'] };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.install(charts.certManager, this.values());
    const pods = (component: string) => ({
      labels: { 'app.kubernetes.io/instance': id, 'app.kubernetes.io/component': component },
      resources: small,
    });
    // Before it asks Let's Encrypt it looks at our own hosts the way the internet does.
    const itsOwnEyes = [ownPlainWeb(this.platform), ownWeb(this.platform)];
    const controller = { ...pods('controller'), reaches: [this.api, internet.https, ...itsOwnEyes] };
    this.component('controller', { name: id, ...controller });
    this.component('webhook', { ...pods('webhook'), ports: [10250], reaches: [this.api], calledByApi: 10250 });
    this.component('cainjector', { ...pods('cainjector'), reaches: [this.api] });
  }

  private values() {
    const resources = chartResources(small);
    return {
      crds: { enabled: true, keep: true },
      global: {
        leaderElection: { namespace: this.chart.namespaceName },
        nodeSelector: this.nodeSelector,
        priorityClassName: 'platform',
      },
      prometheus: { enabled: false },
      // A one-time job of the installation; Flux and Argo CD wait for the deployments anyway.
      startupapicheck: { enabled: false },
      resources,
      webhook: { resources },
      cainjector: { resources },
      config: controllerConfiguration,
    };
  }
}

/** The pods that answer a challenge. */
const controllerConfiguration = {
  apiVersion: 'controller.config.cert-manager.io/v1alpha1',
  kind: 'ControllerConfiguration',
  acmeHTTP01Config: {
    solverResourceRequestCPU: '10m',
    solverResourceRequestMemory: '32Mi',
    solverResourceLimitsMemory: '64Mi',
  },
} as const;
