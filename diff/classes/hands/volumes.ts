import { at, textOf } from '../../../synth/reading/json.ts';
import { claimOn, movement, type Rule } from '../../change/change.ts';
import { isSize } from '../../sides/volumes.ts';

/** A claim asks for more: only storage that can grow a volume takes it. */
export const grown: Rule = ({ before, entity, fields }) => {
  if (!before || entity.kind !== 'PersistentVolumeClaim') return [];
  const storage = textOf(at(entity.value, 'spec', 'storageClassName')) ?? 'the default storage class';
  const says =
    storage === 'longhorn'
      ? 'longhorn grows the volume, its file system at the next start of the pod'
      : `${storage} grows no volume, and the API server refuses the new size: make a new claim, copy, and mount that one`;
  return fields
    .filter((field) => isSize(entity, field))
    .flatMap((field) => claimOn([field], `the claim grows ${movement(field)}: ${says}`));
};
