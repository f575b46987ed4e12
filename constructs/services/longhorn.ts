import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import {
  chartResources,
  Exception,
  ForeignPods,
  kubernetesApi,
  machinesOf,
  Release,
  ResourceClaim,
  Service,
  tierKey,
} from '../index.ts';

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
export class Longhorn extends Service {
  override readonly system = 'local-path or Longhorn';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const namespace = this.chart.namespaceName;
    this.chart.require('privileged');
    new Exception(
      this,
      'privileged',
      `privileged pods in ${namespace}`,
      'a storage driver mounts the disks of the machine as root; nobody else has pods in this namespace',
    );
    new Release(this, 'release', { namespace, name: id, chart: charts.longhorn, values: this.values() });
    // Longhorn's pods bear no label in common, and come and go with volumes.
    const pods = { namespace, labels: {}, guarded: true };
    const api = kubernetesApi(this.platform);
    const resources = csi;
    new ForeignPods(this, 'pods', { name: id, pods, machine: this.machine, resources, reaches: [api] });
    this.admission(namespace);
    this.among(namespace);
    for (const machine of machinesOf(this.platform)) {
      new ResourceClaim(this, `claim-manager-${machine.name}`, { machine, resources: manager });
      new ResourceClaim(this, `claim-data-${machine.name}`, { machine, resources: data });
    }
  }

  private values() {
    const replicas = this.platform.storageReplicas;
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
      defaultSettings: {
        defaultReplicaCount: replicas,
        taintToleration: `${tierKey}=dev:NoSchedule`,
        guaranteedInstanceManagerCPU: 5,
        upgradeChecker: false,
        allowCollectingLonghornUsageMetrics: false,
      },
      longhornManager: { resources: chartResources(manager), tolerations: [labToleration] },
      longhornDriver: { tolerations: [labToleration] },
      // Its web interface knows no login.
      longhornUI: { replicas: 0 },
    };
  }

  /** Its managers answer the API server's questions about volumes. */
  private admission(namespace: string): void {
    new ForeignPods(this, 'manager', {
      name: 'longhorn-manager',
      pods: { namespace, labels: { app: 'longhorn-manager' }, guarded: true },
      ports: [9500, 9501, 9502],
      machine: this.machine,
      resources: { cpu: '0', memory: '0Mi' },
      calledByApi: 9502,
    });
  }

  /** Engines and replicas find each other on some ten thousand ports. */
  private among(namespace: string): void {
    const each = { podSelector: {} };
    new k8s.KubeNetworkPolicy(this, 'among', {
      metadata: { name: 'longhorn-among-itself', namespace },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [each] }],
        egress: [{ to: [each] }],
      },
    });
  }
}

const labToleration = { key: tierKey, operator: 'Equal', value: 'dev', effect: 'NoSchedule' };
