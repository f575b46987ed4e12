import { k8s } from 'cdk8s-plus-28';
import type { Bytes, Machine } from '../../platform/types.ts';
import { containerPath } from '../../platform/values/paths.ts';
import { size } from '../../platform/values/quantities.ts';
import { valueAt } from '../../platform/values/value-kind.ts';
import { marked } from '../facts/marked.ts';

/** A volume of a pod, and where its container sees it. */
export interface Mounted {
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;
}

/** What a folder of a container is; each kind says itself how it is mounted. */
export interface Folder {
  /** What keeps it beyond its pod, on the disk of one machine; undefined for what may come and go. */
  readonly state: { readonly name: string; readonly machine: Machine } | undefined;
  mountedAt(path: string): Mounted;
}

/** A writable folder that is gone with its pod, no larger than `limit`. @throws when that is no size */
export function scratch(limit: Bytes, { memory = false }: { readonly memory?: boolean } = {}): Folder {
  const emptyDir = {
    sizeLimit: k8s.Quantity.fromString(valueAt('scratch', size, limit)),
    ...(memory && { medium: 'Memory' }),
  };
  return fleeting((mountPath) => {
    const name = `scratch${nameOf(mountPath)}`;
    return { volume: { name, emptyDir }, mount: { name, mountPath } };
  });
}

export interface HostFolderProps {
  /** What happens on a machine that lacks it: the pod waits, or an empty folder is made. Default: `waits`. */
  readonly missing?: 'waits' | 'made';
}

/** A folder of the machine, seen read-only. It takes `relax.hostPath` with its reason. */
export function hostFolder(path: string, { missing = 'waits' }: HostFolderProps = {}): Folder {
  const name = `host${nameOf(path === '/' ? path : valueAt('hostFolder', containerPath, path))}`;
  const type = { waits: 'Directory', made: 'DirectoryOrCreate' }[missing];
  return fleeting((mountPath) => ({
    volume: { name, hostPath: { path, type } },
    mount: { name, mountPath, readOnly: true, mountPropagation: 'HostToContainer' },
  }));
}

/** Secrets, or tokens for somebody else than the Kubernetes API, gathered in one read-only folder. */
export function projection(sources: readonly k8s.VolumeProjection[]): Folder {
  return fleeting((mountPath) => {
    const name = `projected${nameOf(mountPath)}`;
    return {
      volume: { name, projected: { defaultMode: 0o440, sources: [...sources] } },
      mount: { name, mountPath, readOnly: true },
    };
  });
}

const fleeting = (mountedAt: Folder['mountedAt']): Folder => ({ state: undefined, mountedAt });

/** Two paths that differ in their dashes alone share a name, which a pod refuses; what no name holds is marked. */
function nameOf(path: string): string {
  if (path === '/') return '-root';
  const name = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return /^[\w./-]{1,50}(?<=[A-Za-z0-9])$/.test(path) ? name : marked(name.replace(/-$/, ''), path, 50);
}
