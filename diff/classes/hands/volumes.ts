import { at, textOf } from '../../../synth/reading/json.ts';
import { claimOn, movement, type Rule } from '../../change/change.ts';
import { isWrittenOnce } from '../../sides/layers.ts';
import { isSize } from '../../sides/volumes.ts';

/** A claim asks for more: only storage that can grow a volume takes it. */
export const grown: Rule = ({ before, entity, fields }) => {
  if (!before || entity.kind !== 'PersistentVolumeClaim') return [];
  const storage = textOf(at(entity.value, 'spec', 'storageClassName')) ?? 'the default storage class';
  // A volume of local-path has no end of its own: what stays as it was made is a number.
  if (isWrittenOnce(entity) && storage === 'local-path') return [];
  const says = growth(storage, isWrittenOnce(entity));
  return fields
    .filter((field) => isSize(entity, field))
    .flatMap((field) => claimOn([field], `the claim grows ${movement(field)}: ${says}`));
};

function growth(storage: string, once: boolean): string {
  const grows = `${storage} grows the volume, its file system at the next start of the pod`;
  if (once) return `the engine leaves the claim as it was made: ask for it by hand (docs/volumes.md), and ${grows}`;
  if (storage === 'longhorn') return grows;
  return `${storage} grows no volume, and the API server refuses the new size: make a new claim, copy, and mount that one`;
}
