import { at, itemsOf, textMapOf, textOf } from '../../synth/reading/json.ts';
import type { Entity } from '../tree/entity.ts';
import type { Side, Sides } from './side.ts';

/** What applies a folder of `dist/`, of either engine. */
export const layersOf = (side: Side): readonly Entity[] => [
  ...side.ofKind('Kustomization'),
  ...side.ofKind('Application'),
];

/**
 * Whether an object leaves together with the layer that applied it, and that layer lets go of what it applied: the object stays in
 * the cluster, and runs on. Flux's Kustomizations say it by `deletionPolicy`, Argo CD's Applications by having no finalizer.
 */
export const isLetGo = ({ file }: Entity, { before, after }: Sides): boolean =>
  layersOf(before)
    .filter((layer) => after.find(layer.id) === undefined && letsGo(layer))
    .some((layer) => file.startsWith(`${folderOf(layer)}/`));

/** Whether a layer that leaves deletes nothing. */
export function letsGo({ kind, value }: Entity): boolean {
  if (kind === 'Kustomization') return at(value, 'spec', 'deletionPolicy') === 'Orphan';
  return itemsOf(at(value, 'metadata', 'finalizers')).length === 0;
}

/** The folder of `dist/` that a layer applies. */
export function folderOf({ kind, value }: Entity): string {
  const path = kind === 'Kustomization' ? at(value, 'spec', 'path') : at(value, 'spec', 'source', 'path');
  return (textOf(path) ?? '').replace(/^(\.\/)?dist\/?/, '').replace(/\/$/, '');
}

/** Whether something of a layer's folder is there. */
export const hasFilesOf = (layer: Entity, { files }: Side): boolean =>
  [...files.keys()].some((file) => file.startsWith(`${folderOf(layer)}/`));

/** Whether Flux makes an object once and leaves it alone from then on, whatever Git says. */
export const isWrittenOnce = ({ value }: Entity): boolean =>
  textMapOf(at(value, 'metadata', 'annotations'))['kustomize.toolkit.fluxcd.io/ssa'] === 'IfNotPresent';
