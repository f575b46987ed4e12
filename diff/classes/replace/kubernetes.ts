import { isFixed } from '../../../synth/reading/fixed-fields.ts';
import { fieldsOf } from '../../../synth/reading/json.ts';
import { claimOn, movement, type Rule } from '../../change/change.ts';
import { type Field, lastKey, passes, readablePath } from '../../compare/field.ts';
import { hasFilesOf, isWrittenOnce, letsGo } from '../../sides/layers.ts';
import { layerOf } from '../../sides/pods.ts';
import { isSize, isStorage } from '../../sides/volumes.ts';
import type { Entity } from '../../tree/entity.ts';

/** A claim is written once, and diff tells more of it than that it is refused. */
const isFixedClaim = (kind: string, field: Field): boolean =>
  kind === 'PersistentVolumeClaim' &&
  field.path[0] === 'spec' &&
  !passes(field, 'resources') &&
  lastKey(field) !== 'volumeAttributesClassName';

/** A field that cannot be changed: the object would have to be deleted and made anew. */
export const immutable: Rule = ({ before, after, fields }) => {
  if (before?.layer !== 'kubernetes' || !after) return [];
  const own = fields.filter(
    (field) => isFixed(after.kind, field.path) || isFixedClaim(after.kind, field) || isFrozen(before, field),
  );
  return own.flatMap((field) =>
    claimOn(
      [field],
      `${readablePath(field.path.slice(field.path[0] === 'spec' ? 1 : 0))} cannot be changed (${movement(field)}): ${refused(after)}`,
    ),
  );
};

/** A ConfigMap or Secret that says of itself that it never changes. */
function isFrozen({ kind, value }: Entity, field: Field): boolean {
  const frozen = (kind === 'ConfigMap' || kind === 'Secret') && fieldsOf(value)['immutable'] === true;
  return frozen && ['data', 'stringData', 'binaryData', 'immutable'].includes(field.path[0] ?? '');
}

/** One object that is refused holds back all that is applied with it. */
function refused(entity: Entity): string {
  if (isWrittenOnce(entity)) return 'the engine leaves it as it was made: move what it holds (docs/volumes.md)';
  const layer = layerOf(entity);
  return `the API server refuses it, and nothing of the layer ${layer} is applied until ${entity.kind} ${entity.name} is deleted by hand`;
}

/** The same kind and name in another API group is another object. */
export const otherGroup: Rule = ({ entity, fields }) => {
  const groups = fields.filter(
    (field) => field.path[0] === 'apiVersion' && groupOf(field.before) !== groupOf(field.after),
  );
  return claimOn(
    groups,
    `becomes an object of another API (${groups.map(movement).join()}): the engine makes a new ${entity.kind} and deletes the old one`,
  );
};

const groupOf = (version: unknown): string =>
  String(version).includes('/') ? (String(version).split('/')[0] ?? '') : '';

/** A chart's own StatefulSet has the same rules, and Helm learns of them when it tries. */
export const chartVolumes: Rule = ({ before, entity, fields }) => {
  if (entity.kind !== 'HelmRelease' || !before) return [];
  const own = fields.filter(
    (field) => isSize(entity, field) || (lastKey(field) === 'storageClass' && isStorage(field.path.at(-2) ?? '')),
  );
  return own.flatMap((field) =>
    claimOn(
      [field],
      `the chart's volume cannot be changed (${lastKey(field)} ${movement(field)}): the upgrade fails until the StatefulSet is deleted by hand`,
    ),
  );
};

/** A layer leaves and what it applied does not: Flux deletes that, but for what is guarded, unless the layer orphans it. */
export const lostLayers: Rule = ({ before, after, fields }, sides) => {
  if (after || before?.kind !== 'Kustomization' || letsGo(before)) return [];
  const { prune, deletionPolicy } = fieldsOf(fieldsOf(before.value)['spec']);
  const deletes = prune === true || deletionPolicy === 'Delete' || deletionPolicy === 'WaitForTermination';
  if (!deletes || !hasFilesOf(before, sides.after)) return [];
  return claimOn(
    fields,
    'Flux deletes all that this layer applied, but for what is guarded: suspend it first where something else takes over',
  );
};
