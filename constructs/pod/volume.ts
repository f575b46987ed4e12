import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Bytes, Machine, Platform } from '../../platform/types.ts';
import { type Backup, BackupClaim, type BackupClaimProps } from '../facts/claim.ts';
import { platformOf } from '../facts/platform-app.ts';
import { keepOnPrune } from '../facts/prune.ts';

export interface VolumeProps {
  readonly size: Bytes;
  readonly backup: Backup;
  readonly dump?: BackupClaimProps['dump'];
}

/** Where a volume is mounted in a container. */
export interface Mount {
  readonly volume: Volume;
  /** A folder of the volume instead of its root. */
  readonly subPath?: string;
}

/** Memory or disk that lives as long as its pod. */
export interface Scratch {
  readonly scratch: Bytes;
  readonly memory?: boolean;
}

/** A writable folder that is gone with its pod, no larger than `size`. */
export function scratch(size: Bytes, props: { readonly memory?: boolean } = {}): Scratch {
  return { scratch: size, ...props };
}

/** A folder of the machine, seen read-only. It takes `relax.hostPath` with its reason. */
export interface HostFolder {
  readonly hostFolder: string;
  /** What happens on a machine that lacks it: the pod waits, or an empty folder is made. Default: `waits`. */
  readonly missing?: 'waits' | 'made';
}

/** Secrets, or tokens for somebody else than the Kubernetes API, gathered in one read-only folder. */
export interface Projection {
  readonly projected: readonly k8s.VolumeProjection[];
}

export function hostFolder(path: string, props: Pick<HostFolder, 'missing'> = {}): HostFolder {
  return { hostFolder: path, ...props };
}

interface PlacedVolumeProps extends VolumeProps {
  readonly namespace: string;
  readonly name: string;
  readonly machine: Machine;
}

/**
 * State, never pruned by GitOps: a PersistentVolumeClaim of K3s's `local-path` class on the machine's own disk, or of
 * `longhorn`. Local-path enforces no size; the capacity check and the fill alert do.
 *
 * @see https://docs.k3s.io/storage
 */
export class Volume extends Construct {
  readonly name: string;
  readonly size: Bytes;
  readonly machine: Machine;

  constructor(scope: Construct, id: string, props: PlacedVolumeProps) {
    super(scope, id);
    this.name = props.name;
    this.size = props.size;
    this.machine = props.machine;
    new k8s.KubePersistentVolumeClaim(this, 'claim', {
      metadata: {
        name: props.name,
        namespace: props.namespace,
        annotations: { ...keepOnPrune, ...volumeAnnotations(platformOf(this)) },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: platformOf(this).storage,
        resources: { requests: { storage: k8s.Quantity.fromString(props.size) } },
      },
    });
    new BackupClaim(this, 'backup', { ...props, volume: props.name });
  }

  /** A folder of the volume, to be mounted on its own. */
  at(subPath: string): Mount {
    return { volume: this, subPath };
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
