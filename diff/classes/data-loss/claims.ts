import { type Claim, claimOn, movement, type Rule } from '../../change/change.ts';
import { isBelow, lastKey, passes } from '../../compare/field.ts';
import { isWrittenOnce } from '../../sides/layers.ts';
import { claimsOf, templatePath } from '../../sides/pods.ts';
import type { Side } from '../../sides/side.ts';
import { isSize, shrinks } from '../../sides/volumes.ts';
import type { Entity } from '../../tree/entity.ts';

/** A claim, or the template of one, asks for less than the volume has. */
export const shrunk: Rule = ({ entity, fields }) => {
  const sizes = fields.filter((field) => isSize(entity, field) && shrinks(field));
  const refusal = refusalOf(entity);
  return sizes.flatMap((field) =>
    claimOn(
      [field],
      `the volume shrinks ${movement(field)}: ${refusal}; whatever is in it would have to be made anew and restored`,
    ),
  );
};

function refusalOf(entity: Entity): string {
  if (entity.kind === 'HelmRelease') return "the chart's upgrade fails, since no volume shrinks";
  return isWrittenOnce(entity)
    ? 'the engine leaves the claim as it was made, and Kubernetes would refuse it'
    : 'Kubernetes refuses it';
}

/** A pod mounts another claim than before, or no claim at all. */
export const remounted: Rule = ({ before, after, fields }, sides) => {
  if (!before || !after || !templatePath(after.kind)) return [];
  const [old, fresh] = [claimsOf(before), claimsOf(after)];
  return [...old].flatMap(([volume, claim]) => {
    const now = fresh.get(volume);
    if (now === claim) return [];
    const own = fields.filter((field) => passes(field, 'volumes', `[${volume}]`));
    return claimOn(own, now === undefined ? gone(after, volume, claim) : moved(after, claim, now, sides.before));
  });
};

function gone({ home }: Entity, volume: string, claim: string): string {
  return `volume '${volume}' is the claim ${home}/${claim} no more: what the program wrote there stays behind`;
}

function moved({ home }: Entity, claim: string, now: string, before: Side): string {
  const known = before.find(`PersistentVolumeClaim ${home}/${now}`);
  const other = known ? 'another claim' : 'a new, empty claim';
  return `mounts ${other}, ${now}, where ${claim} was: the data stays behind in ${claim}`;
}

/** A volume that lasts is mounted elsewhere: where the program looks for its data, there is an empty folder. */
export const misplaced: Rule = ({ before, after, fields }) => {
  if (!before || !after || !templatePath(after.kind)) return [];
  const lasting = claimsOf(after);
  return fields.flatMap((field): readonly Claim[] => {
    if (!passes(field, 'volumeMounts')) return [];
    const key = lastKey(field);
    if (key !== 'subPath' && key !== 'mountPath') return [];
    const volume = volumeAt(before.value, field.path);
    if (!lasting.has(volume)) return [];
    return claimOn(
      [field],
      `volume '${volume}' is mounted otherwise (${key} ${movement(field)}): the program finds an empty folder`,
    );
  });
};

function volumeAt(value: unknown, path: readonly string[]): string {
  const mount = path.slice(0, -1).reduce<unknown>((inner, key) => {
    if (!key.startsWith('[')) return (inner as Record<string, unknown> | undefined)?.[key];
    const name = key.slice(1, -1);
    const items = Array.isArray(inner) ? inner : [];
    return items.find((item) => item.name === name || item.mountPath === name);
  }, value);
  return String((mount as { name?: unknown } | undefined)?.name ?? '');
}

/** A claim of a chart, or of a StatefulSet's template, that has the name of another volume from now on. */
export const renamedTemplates: Rule = ({ before, after, fields }) => {
  if (before?.kind !== 'StatefulSet' || !after) return [];
  const names = fields.filter(
    (field) => isBelow(field, 'spec', 'volumeClaimTemplates') && passes(field, 'metadata') && lastKey(field) === 'name',
  );
  return claimOn(
    names,
    'its volume gets another name: a new, empty one would be mounted, and the API server refuses it',
  );
};
