import type { Files } from '../../synth/model/files.ts';
import { type Entity, UnreadableTree } from '../tree/entity.ts';
import type { Known } from '../tree/texts.ts';
import { apart } from '../tree/tree.ts';
import type { Field } from './field.ts';
import { fieldsBetween } from './fields.ts';

/** A thing that is not what it was: it came, it went, or some of its fields did. */
export interface Changed {
  readonly before?: Entity;
  readonly after?: Entity;
  /** What it is now; what it was, when it went. */
  readonly entity: Entity;
  readonly fields: readonly Field[];
}

/** Every thing that differs between two trees, by what it is. @throws UnreadableTree */
export function changesBetween(before: Files, after: Files, known: Known = new Map()): readonly Changed[] {
  const sides = apart(before, after, known);
  const [old, fresh] = [byId(sides.before), byId(sides.after)];
  const ids = new Set([...old.keys(), ...fresh.keys()]);
  return [...ids].flatMap((id) => changedOf(old.get(id), fresh.get(id)));
}

function changedOf(before: Entity | undefined, after: Entity | undefined): readonly Changed[] {
  const entity = after ?? before;
  if (!entity) return [];
  const fields = before && after ? between(before, after) : [{ path: [], before: before?.value, after: after?.value }];
  return fields.length > 0 ? [{ before, after, entity, fields }] : [];
}

/** A Terraform list is in order where it is no set; a manifest's is, where it says so. */
const between = (before: Entity, after: Entity): readonly Field[] =>
  fieldsBetween(before.value, after.value, before.layer !== 'kubernetes');

function byId(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  const known = new Map<string, Entity>();
  for (const entity of entities) {
    const other = known.get(entity.id);
    if (other)
      throw new UnreadableTree(entity.file, `'${entity.id}' stands here and in ${other.file}: one is too many`);
    known.set(entity.id, entity);
  }
  return known;
}
