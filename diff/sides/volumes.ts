import { at } from '../../synth/reading/json.ts';
import { amountOf } from '../../synth/reading/quantities.ts';
import { type Field, lastKey, passes } from '../compare/field.ts';
import type { Entity } from '../tree/entity.ts';

/** Whether an amount that both sides write has become less. */
export const shrinks = ({ before, after }: Field): boolean =>
  before !== undefined && after !== undefined && (amountOf(after) ?? 0) < (amountOf(before) ?? 0);

/** Whether a field is the size of a volume: of a claim, of a StatefulSet's own template, or in a chart's values. */
export function isSize({ kind }: Entity, field: Field): boolean {
  const storage = lastKey(field) === 'storage' && passes(field, 'requests');
  if (kind === 'PersistentVolumeClaim') return storage;
  if (kind === 'StatefulSet') return storage && passes(field, 'volumeClaimTemplates');
  return kind === 'HelmRelease' && lastKey(field) === 'size' && isStorage(field.path.at(-2) ?? '');
}

/** Whether a chart's values ask for a volume. */
export function holdsStorage(values: unknown): boolean {
  if (typeof values !== 'object' || values === null) return false;
  return Object.entries(values).some(
    ([key, value]) => (isStorage(key) && at(value, 'enabled') !== false) || holdsStorage(value),
  );
}

export const isStorage = (key: string): boolean => /^(dataStorage|persistence|storage|volume)$/i.test(key);
