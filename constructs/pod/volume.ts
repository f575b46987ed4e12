import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Bytes, Machine, Platform } from '../../platform/types.ts';
import { containerPath } from '../../platform/values/paths.ts';
import { size } from '../../platform/values/quantities.ts';
import { type Backup, BackupClaim, type BackupClaimProps, type DumpCommands } from '../facts/claim.ts';
import { platformOf } from '../facts/platform-app.ts';
import { writtenOnce } from '../facts/prune.ts';
import { taken } from '../facts/taken.ts';
import type { Folder, Mounted } from './folder.ts';

export interface VolumeProps {
  readonly size: Bytes;
  readonly backup: Backup;
  /** What a backup begins with, in one of the service's workloads. */
  readonly dump?: DumpCommands & { readonly workload: string };
  /** The file that whoever makes the state writes each time: a job that fails leaves an old one, and a backup saves that in green. */
  readonly freshFile?: string;
}

interface PlacedVolumeProps extends Omit<VolumeProps, 'dump'>, Pick<BackupClaimProps, 'dump'> {
  readonly namespace: string;
  readonly name: string;
  readonly machine: Machine;
}

/**
 * State, never pruned by GitOps, and never changed either: a PersistentVolumeClaim of K3s's `local-path` class on the machine's own disk, or of
 * `longhorn`. Local-path enforces no size; the capacity check and the fill alert do.
 *
 * @see https://docs.k3s.io/storage
 */
export class Volume extends Construct implements Folder {
  readonly name: string;
  readonly size: Bytes;
  readonly machine: Machine;

  constructor(scope: Construct, id: string, props: PlacedVolumeProps) {
    super(scope, id);
    this.name = props.name;
    this.size = taken(this, 'size', size, props.size);
    this.machine = props.machine;
    if (props.freshFile !== undefined) taken(this, 'freshFile', containerPath, `/${props.freshFile}`);
    new k8s.KubePersistentVolumeClaim(this, 'claim', {
      metadata: {
        name: props.name,
        namespace: props.namespace,
        annotations: { ...writtenOnce, ...volumeAnnotations(platformOf(this)) },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: platformOf(this).storage,
        resources: { requests: { storage: k8s.Quantity.fromString(props.size) } },
      },
    });
    new BackupClaim(this, 'backup', { ...props, volume: props.name });
  }

  get state(): this {
    return this;
  }

  mountedAt(mountPath: string, subPath?: string): Mounted {
    const { name } = this;
    return { volume: { name, persistentVolumeClaim: { claimName: name } }, mount: { name, mountPath, subPath } };
  }

  /** A folder of the volume, to be mounted on its own. */
  at(subPath: string): Folder {
    taken(this, 'folder', containerPath, `/${subPath}`);
    return { state: this, mountedAt: (path) => this.mountedAt(path, subPath) };
  }
}

/**
 * The kind of volume that local-path makes: Velero saves the files of a `local` one, and refuses a `hostPath`.
 *
 * @see https://github.com/rancher/local-path-provisioner
 */
export function volumeAnnotations({ velero, storage }: Platform): Readonly<Record<string, string>> {
  return velero && storage === 'local-path' ? { volumeType: 'local' } : {};
}
