import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts, images } from '../../platform/versions.ts';
import { Bucket, chartResources, checkedSchedule, HelmService, type SecretReference } from '../index.ts';

const server: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
const agent: Resources = { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' };
/** Pods that copy one volume, or tidy up one repository: one of them at a time on a machine. */
const mover: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' };

/**
 * Backups of the cluster's objects and of its volumes' files, beside restic: for who wants to restore one namespace into
 * another cluster. It needs a bucket of its own, without a lock.
 *
 * @see https://velero.io/docs/v1.18/file-system-backup/
 */
export class Velero extends HelmService {
  override readonly system = 'restic or Velero';

  constructor(scope: Construct, id: string) {
    // Vault's injector knows nothing of a chart's pods.
    super(scope, id, { layer: 'configuration', secrets: 'sealed' });
    const reason = 'the agent reads the files of every volume below /var/lib/kubelet/pods, whoever owns them';
    this.allowPrivileged('root and folders of the machine', reason);
    const { access, secret } = this.secret('bucket', Bucket.credential('velero'));
    const bucket = new Bucket(this, 'bucket', { name: 'velero', accessKey: access, secretKey: secret });
    this.install(charts.velero, this.values(bucket));
    // The chart's pods bear no label in common: jobs that tidy up, and movers of single volumes, are made by Velero itself.
    const reaches = [this.api, bucket.endpoint];
    this.component('pods', { name: 'velero', labels: {}, ports: [8085], resources: server, reaches });
    this.claimEverywhere({ agent, mover });
  }

  private values(bucket: Bucket) {
    const extraEnvVars = credential(bucket);
    const tolerations = [{ operator: 'Exists', effect: 'NoSchedule' }];
    return {
      initContainers: [plugin],
      nodeSelector: this.nodeSelector,
      priorityClassName: 'platform',
      resources: chartResources(server),
      credentials: { useSecret: false },
      snapshotsEnabled: false,
      deployNodeAgent: true,
      nodeAgent: { resources: chartResources(agent), extraEnvVars, tolerations },
      metrics: noMonitors,
      configuration: { extraEnvVars, ...byKopia, backupStorageLocation: [location(bucket)] },
      schedules: { daily: { schedule: checkedSchedule(this, '0 5 * * *'), template } },
    };
  }
}

/** Resources of the Prometheus operator, which we do not have. */
const noMonitors = { serviceMonitor: { autodetect: false }, nodeAgentPodMonitor: { autodetect: false } };

const byKopia = { uploaderType: 'kopia', defaultVolumesToFsBackup: true } as const;

const template = { ttl: '336h', excludedNamespaces: ['kube-system'] };

const plugin = {
  name: 'velero-plugin-for-aws',
  image: images.veleroAws,
  volumeMounts: [{ mountPath: '/target', name: 'plugins' }],
};

/** OVH answers XAmzContentSHA256Mismatch to a checksum in the trailer. */
function location({ name, region, host }: Bucket) {
  const config = { region, s3Url: `https://${host}`, checksumAlgorithm: '' };
  return { name: 'default', default: true, provider: 'aws', bucket: name, config };
}

function credential({ accessKey, secretKey }: Bucket) {
  const from = ({ secret, key }: SecretReference) => ({ valueFrom: { secretKeyRef: { name: secret.name, key } } });
  return [
    { name: 'AWS_ACCESS_KEY_ID', ...from(accessKey) },
    { name: 'AWS_SECRET_ACCESS_KEY', ...from(secretKey) },
  ];
}
