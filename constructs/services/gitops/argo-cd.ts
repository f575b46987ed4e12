import type { Construct } from 'constructs';
import { Application, AppProject } from '../../../imports/argoproj.io.ts';
import type { Platform, Resources } from '../../../platform/types.ts';
import { charts } from '../../../platform/versions.ts';
import {
  bootstrapChart,
  chartResources,
  ForeignPods,
  internet,
  kubernetesApi,
  MetricsTarget,
  metricsService,
  Service,
  yamlText,
} from '../../index.ts';
import { layers } from './flux.ts';
import { deployToken } from './git-repository.ts';

const controller: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '768Mi' };
const repoServer: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
const redis: Resources = { cpu: '20m', memory: '32Mi', memoryLimit: '128Mi' };

/** Layers wait for each other only if an Application's health is its children's. From Argo CD's own manual. */
const applicationHealth = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  hs.message = obj.status.health.message or ""
end
return hs
`;

/** Argo CD hides EndpointSlices by default, and with them the way to Mailcow. Only what changes all the time is hidden. */
const exclusions = [{ apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: ['*'] }];

/** Argo CD from K3s's auto-deploy folder, without its web interface. @see https://argo-cd.readthedocs.io */
export class ArgoCd extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    bootstrapChart(this, charts.argoCd, this.values());
    const { owner } = this.platform;
    deployToken(this, owner.repository, {
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      data: { type: 'git', url: owner.repository.url },
    });
    this.pods();
  }

  private values() {
    return {
      global: {
        networkPolicy: { create: false },
        nodeSelector: { 'kubernetes.io/hostname': this.machine.name },
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
      redis: { resources: chartResources(redis) },
      configs: {
        cm: {
          'resource.customizations.health.argoproj.io_Application': applicationHealth,
          'resource.exclusions': yamlText(exclusions),
        },
      },
    };
  }

  private pods(): void {
    const namespace = this.chart.namespaceName;
    const api = kubernetesApi(this.platform);
    const { machine } = this;
    const pods = (name: string) => ({
      namespace,
      guarded: true,
      labels: { 'app.kubernetes.io/name': `argocd-${name}` },
    });
    const cache = new ForeignPods(this, 'redis', {
      name: 'argocd-redis',
      pods: pods('redis'),
      ports: [6379],
      machine,
      resources: redis,
    });
    const repositories = new ForeignPods(this, 'repo-server', {
      name: 'argocd-repo-server',
      pods: pods('repo-server'),
      ports: [8081],
      machine,
      resources: repoServer,
      reaches: [cache, internet.https],
    });
    const controllerPage = {
      name: 'argocd-application-controller',
      pods: pods('application-controller'),
      ports: { metrics: 8082 },
      machine,
    };
    new ForeignPods(this, 'controller', {
      ...controllerPage,
      ports: [8082],
      resources: controller,
      reaches: [api, cache, repositories],
    });
    metricsService(this, 'metrics-service', controllerPage);
    new MetricsTarget(this, 'metrics', { owner: controllerPage, metrics: {} });
    // A one-time job of the chart that makes Redis's password.
    const none: Resources = { cpu: '0', memory: '0Mi' };
    new ForeignPods(this, 'redis-secret', {
      name: 'argocd-redis-secret-init',
      pods: pods('redis-secret-init'),
      machine,
      resources: none,
      reaches: [api],
    });
  }
}

/** What Argo CD may do, and the Application that points at this repository's `dist/argocd`. */
export class ArgoCdRoot extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    const namespace = this.chart.namespaceName;
    new AppProject(this, 'project', {
      metadata: { name: 'uyoop', namespace },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    });
    layer(this, { id: 'root', path: 'dist/argocd', namespace, platform: this.platform });
  }
}

/** One Application a layer; a wave begins when the one before it is healthy. */
export class ArgoCdLayers extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'gitops' });
    for (const [wave, name] of layers.entries()) {
      layer(this, {
        id: name,
        path: `dist/kubernetes/${name}`,
        namespace: this.chart.namespaceName,
        platform: this.platform,
        wave,
      });
    }
  }
}

interface LayerProps {
  readonly id: string;
  readonly path: string;
  readonly namespace: string;
  readonly platform: Platform;
  readonly wave?: number;
}

function layer(scope: Construct, { id, path, namespace, platform, wave }: LayerProps): void {
  const { url, branch } = platform.owner.repository;
  new Application(scope, id, {
    metadata: {
      name: id,
      namespace,
      ...(wave !== undefined && { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } }),
    },
    spec: {
      project: 'uyoop',
      source: { repoUrl: url, targetRevision: branch, path, directory: { recurse: true } },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true'],
        retry: { limit: 10, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
      },
    },
  });
}
