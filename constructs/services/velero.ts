import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts, images } from '../../platform/versions.ts';
import {
  Bucket,
  chartResources,
  Exception,
  ForeignPods,
  kubernetesApi,
  machinesOf,
  Release,
  ResourceClaim,
  type SecretReference,
  Service,
} from '../index.ts';

const server: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
const nodeAgent: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
/** Pods that copy one volume, or tidy up one repository: one of them at a time on a machine. */
const mover: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' };

/**
 * Backups of the cluster's objects and of its volumes' files, beside restic: for who wants to restore one namespace into
 * another cluster. It needs a bucket of its own, without a lock.
 *
 * @see https://velero.io/docs/v1.18/file-system-backup/
 */
export class Velero extends Service {
  override readonly system = 'restic or Velero';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'configuration' });
    const namespace = this.chart.namespaceName;
    this.chart.require('privileged');
    new Exception(
      this,
      'privileged',
      `root and folders of the machine in ${namespace}`,
      'the agent reads the files of every volume below /var/lib/kubelet/pods, whoever owns them',
    );
    // Vault's injector knows nothing of a chart's pods.
    const backend = this.platform.phase === 1 ? 'existing' : 'sealed';
    const { access, secret } = this.secret('bucket', Bucket.credential('velero'), { backend });
    const bucket = new Bucket(this, 'bucket', { name: 'velero', accessKey: access, secretKey: secret });
    const values = this.values(bucket);
    new Release(this, 'release', { namespace, name: id, chart: charts.velero, values });
    this.pods(namespace, bucket);
  }

  private values(bucket: Bucket) {
    const extraEnvVars = [
      { name: 'AWS_ACCESS_KEY_ID', ...fromSecret(bucket.accessKey) },
      { name: 'AWS_SECRET_ACCESS_KEY', ...fromSecret(bucket.secretKey) },
    ];
    return {
      initContainers: [
        {
          name: 'velero-plugin-for-aws',
          image: images.veleroAws,
          volumeMounts: [{ mountPath: '/target', name: 'plugins' }],
        },
      ],
      nodeSelector: { 'kubernetes.io/hostname': this.machine.name },
      priorityClassName: 'platform',
      resources: chartResources(server),
      credentials: { useSecret: false },
      snapshotsEnabled: false,
      deployNodeAgent: true,
      nodeAgent: {
        resources: chartResources(nodeAgent),
        extraEnvVars,
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
      },
      metrics: { serviceMonitor: { autodetect: false }, nodeAgentPodMonitor: { autodetect: false } },
      configuration: {
        extraEnvVars,
        uploaderType: 'kopia',
        defaultVolumesToFsBackup: true,
        backupStorageLocation: [
          {
            name: 'default',
            default: true,
            provider: 'aws',
            bucket: bucket.name,
            // OVH answers XAmzContentSHA256Mismatch to a checksum in the trailer.
            config: { region: bucket.region, s3Url: `https://${bucket.host}`, checksumAlgorithm: '' },
          },
        ],
      },
      schedules: { daily: { schedule: '0 5 * * *', template: { ttl: '336h', excludedNamespaces: ['kube-system'] } } },
    };
  }

  /** The chart's pods bear no label in common: jobs that tidy up, and movers of single volumes, are made by Velero itself. */
  private pods(namespace: string, { endpoint }: Bucket): void {
    const { platform, machine } = this;
    const reaches = [kubernetesApi(platform), endpoint];
    const pods = { namespace, labels: {}, guarded: true };
    new ForeignPods(this, 'pods', { name: 'velero', pods, ports: [8085], machine, resources: server, reaches });
    for (const each of machinesOf(platform)) {
      new ResourceClaim(this, `claim-agent-${each.name}`, { machine: each, resources: nodeAgent });
      new ResourceClaim(this, `claim-mover-${each.name}`, { machine: each, resources: mover });
    }
  }
}

const fromSecret = ({ secret, key }: SecretReference) => ({ valueFrom: { secretKeyRef: { name: secret.name, key } } });
