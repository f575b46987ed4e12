import type { Model } from '../model/model.ts';
import { at, textOf } from './json.ts';
import { once } from './once.ts';
import { amountOf } from './quantities.ts';
import { written } from './written.ts';

/** A written PersistentVolumeClaim. */
export interface VolumeClaim {
  readonly path: string;
  /** `namespace/name`. */
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  readonly storageClass?: string;
  /** What local-path is asked to make of it. */
  readonly volumeType?: string;
}

export const volumeClaims: (model: Model) => readonly VolumeClaim[] = once((model) =>
  written(model, 'PersistentVolumeClaim').map(({ path, id, manifest, spec }) => ({
    ...{ path, id },
    size: amountOf(at(spec, 'resources', 'requests', 'storage')) ?? 0,
    storageClass: textOf(at(spec, 'storageClassName')),
    volumeType: textOf(at(manifest, 'metadata', 'annotations', 'volumeType')),
  })),
);
