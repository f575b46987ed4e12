import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import { chartResources, HelmService, noShare, tierKey, tolerationOf } from '../index.ts';

const manager: Resources = { cpu: '50m', memory: '192Mi', memoryLimit: '512Mi' };
/** What Longhorn makes by itself on a machine: instance manager, engine image, CSI plugin. Nothing holds it to this. */
const data: Resources = { cpu: '600m', memory: '512Mi', memoryLimit: '1536Mi' };
/** Attacher, provisioner, resizer and snapshotter, one each, and the driver's deployer. */
const csi: Resources = { cpu: '50m', memory: '160Mi', memoryLimit: '640Mi' };

/**
 * Volumes that live on several machines at once. Each write waits for the slowest of them, over the mesh: it is for machines
 * side by side. The machines need open-iscsi, which the host layer installs.
 *
 * @see https://longhorn.io/docs/1.12.1/deploy/install/
 */
export class Longhorn extends HelmService {
  override readonly system = 'local-path or Longhorn';
  override readonly brings = { storageClass: 'longhorn' };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const reason = 'a storage driver mounts the disks of the machine as root; nobody else has pods in this namespace';
    this.allowPrivileged('privileged pods', reason);
    this.install(charts.longhorn, this.values());
    // Longhorn's pods bear no label in common, and come and go with volumes.
    this.component('pods', { name: id, labels: {}, resources: csi, reaches: [this.api] });
    // The API server asks its managers about volumes.
    const labels = { app: 'longhorn-manager' };
    this.component('manager', { labels, ports: [9500, 9501, 9502], resources: noShare, calledByApi: 9502 });
    this.among();
    this.claimEverywhere({ manager, data });
  }

  private values() {
    const replicas = this.platform.storageReplicas;
    const tolerations = [tolerationOf('dev')];
    return {
      persistence: {
        // K3s's local-path stays the default class: two defaults mean that the newer one wins.
        defaultClass: false,
        defaultClassReplicaCount: replicas,
        defaultDataLocality: 'best-effort',
        reclaimPolicy: 'Retain',
      },
      preUpgradeChecker: { jobEnabled: false },
      csi: { attacherReplicaCount: 1, provisionerReplicaCount: 1, resizerReplicaCount: 1, snapshotterReplicaCount: 1 },
      defaultSettings: { defaultReplicaCount: replicas, ...settings },
      longhornManager: { resources: chartResources(manager), tolerations },
      longhornDriver: { tolerations },
      // Its web interface knows no login.
      longhornUI: { replicas: 0 },
    };
  }

  /** Engines and replicas find each other on some ten thousand ports. */
  private among(): void {
    const each = [{ podSelector: {} }];
    new k8s.KubeNetworkPolicy(this, 'among', {
      metadata: { name: 'longhorn-among-itself', namespace: this.chart.namespaceName },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: each }],
        egress: [{ to: each }],
      },
    });
  }
}

const settings = {
  taintToleration: `${tierKey}=dev:NoSchedule`,
  guaranteedInstanceManagerCPU: 5,
  upgradeChecker: false,
  allowCollectingLonghornUsageMetrics: false,
} as const;
