import { at, fieldsOf, textOf } from '../../../synth/reading/json.ts';
import { claimOn, movement, type Rule } from '../../change/change.ts';
import { type Field, isBelow, lastKey, passes } from '../../compare/field.ts';
import { durationOf } from '../../facts/duration.ts';
import type { Entity } from '../../tree/entity.ts';

const bucket = 'ovh_cloud_project_storage';
const lifecycle = 'ovh_cloud_project_storage_object_bucket_lifecycle_configuration';

/**
 * Object Lock that goes, changes its status or weakens. The provider replaces the bucket where the lock is taken away or its
 * status changes: it destroys the old one, with every object.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/latest/docs/resources/cloud_project_storage
 */
export const objectLock: Rule = ({ before, after, fields }) => {
  if (before?.kind !== bucket || !after) return [];
  const own = fields.filter((field) => isBelow(field, 'object_lock'));
  const [old, fresh] = [before, after].map(({ value }) => fieldsOf(at(value, 'object_lock')));
  const status = [old, fresh].map((lock) => textOf(lock?.['status']) ?? 'disabled');
  if (status[0] === 'enabled' && status[1] !== 'enabled') return claimOn(own, `Object Lock goes: ${newBucket(after)}`);
  const toggled = own.filter((field) => lastKey(field) === 'status' || field.path.length === 1);
  if (status[0] !== status[1]) return claimOn(toggled, `Object Lock is switched on: ${newBucket(after)}`);
  return [
    ...claimOn(own.filter(isShorter), `Object Lock holds for less: ${own.filter(isShorter).map(movement).join(', ')}`),
    ...claimOn(
      own.filter(isWeaker),
      `Object Lock is weakened (${own.filter(isWeaker).map(movement).join(', ')}): whoever holds the key may delete`,
    ),
  ];
};

const newBucket = ({ value }: Entity): string =>
  at(value, 'lifecycle', 'prevent_destroy') === true
    ? 'that takes a new bucket, and prevent_destroy makes the plan fail; without it every object would be destroyed'
    : 'the provider destroys the bucket with every object and makes a new one';

const isShorter = (field: Field): boolean =>
  lastKey(field) === 'period' && (durationOf(field.after) ?? 0) < (durationOf(field.before) ?? 0);

const isWeaker = (field: Field): boolean =>
  (lastKey(field) === 'mode' && field.before === 'compliance') ||
  (lastKey(field) === 'rule' && field.after === undefined);

/** Old versions of an object are kept no more. */
export const versioning: Rule = ({ entity, fields }) => {
  if (entity.kind !== bucket) return [];
  const off = fields.filter(
    (field) => isBelow(field, 'versioning') && (field.after === undefined || field.after === 'suspended'),
  );
  return claimOn(off, 'versions are kept no more: what is overwritten or deleted is gone');
};

/** Objects that expire sooner, or now do. */
export const expiry: Rule = ({ entity, fields }) => {
  if (entity.kind !== lifecycle) return [];
  const sooner = fields.filter(
    (field) =>
      passes(field, 'rules') &&
      isExpiry(field) &&
      (daysOf(field.after) ?? Infinity) < (daysOf(field.before) ?? Infinity),
  );
  return sooner.flatMap((field) => {
    const [from, to] = [daysOf(field.before), daysOf(field.after)];
    const days = from === undefined ? `after ${to} days, which they did not` : `after ${to} days, not ${from}`;
    return claimOn([field], `objects go ${days}: what is older is deleted within a day`);
  });
};

const isExpiry = (field: Field): boolean => daysOf(field.after) !== undefined || daysOf(field.before) !== undefined;

/** Days after which something goes, where a rule or its field says so; an aborted upload is no object. */
function daysOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const rule = fieldsOf(value);
  const found = [
    rule['days'],
    rule['noncurrent_days'],
    at(rule, 'expiration', 'days'),
    at(rule, 'noncurrent_version_expiration', 'noncurrent_days'),
  ].find((days) => typeof days === 'number');
  return found as number | undefined;
}
