import type { Construct } from 'constructs';
import type { Resources } from '../../../platform/types.ts';
import { charts } from '../../../platform/versions.ts';
import { chartResources, HelmService, internet, noShare, yamlText } from '../../index.ts';
import applicationHealth from './application-health.lua';
import { deployToken } from './git-repository.ts';

const controller: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '768Mi' };
const repoServer: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
const redis: Resources = { cpu: '20m', memory: '32Mi', memoryLimit: '128Mi' };

/** Argo CD from K3s's auto-deploy folder, without its web interface. @see https://argo-cd.readthedocs.io */
export class ArgoCd extends HelmService {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    this.install(charts.argoCd, this.values());
    const { repository } = this.platform.owner;
    deployToken(this, repository, {
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      data: { type: 'git', url: repository.url },
    });
    this.pods();
  }

  private values() {
    return {
      global: {
        networkPolicy: { create: false },
        nodeSelector: this.nodeSelector,
        // Ours do not exist yet when K3s installs this.
        priorityClassName: 'system-cluster-critical',
      },
      crds: { install: true, keep: true },
      dex: { enabled: false },
      notifications: { enabled: false },
      applicationSet: { replicas: 0 },
      server: { replicas: 0 },
      controller: { resources: chartResources(controller) },
      repoServer: { resources: chartResources(repoServer) },
      // The chart sets no maximum: the cache would grow until the kernel ends it.
      redis: {
        resources: chartResources(redis),
        extraArgs: ['--maxmemory', '96mb', '--maxmemory-policy', 'allkeys-lru'],
      },
      configs: { cm: configuration },
    };
  }

  private pods(): void {
    const { api } = this;
    const pods = (id: string) => ({ name: `argocd-${id}`, labels: { 'app.kubernetes.io/name': `argocd-${id}` } });
    const cache = this.component('redis', { ...pods('redis'), ports: [6379], resources: redis });
    const repositories = this.component('repo-server', {
      ...pods('repo-server'),
      ports: [8081],
      resources: repoServer,
      reaches: [cache, internet.https],
    });
    this.component('controller', {
      ...pods('application-controller'),
      ports: [8082],
      resources: controller,
      reaches: [api, cache, repositories],
      metrics: { port: 8082, service: 'ours' },
    });
    // A one-time job of the chart that makes Redis's password.
    this.component('redis-secret', { ...pods('redis-secret-init'), resources: noShare, reaches: [api] });
  }
}

/** Argo CD hides EndpointSlices by default, and with them the way to Mailcow. Only what changes all the time is hidden. */
const exclusions = [{ apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: ['*'] }];

const configuration = {
  // Layers wait for each other only if an Application's health is its children's. From Argo CD's own manual.
  'resource.customizations.health.argoproj.io_Application': applicationHealth,
  'resource.exclusions': yamlText(exclusions),
} as const;
