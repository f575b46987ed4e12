import { at, textsOf } from '../../../synth/reading/json.ts';
import { claimOn, type Rule } from '../../change/change.ts';
import { isBelow, lastKey } from '../../compare/field.ts';
import { isGuarded } from '../../sides/pods.ts';

/** An annotation that kept an engine from deleting something is gone. */
export const pruneGuard: Rule = ({ before, after, fields }) => {
  if (!before || !after || before.layer !== 'kubernetes') return [];
  const own = fields.filter(
    (field) =>
      field.before !== undefined && isBelow(field, 'metadata', 'annotations') && isGuard(field.path, field.before),
  );
  if (own.length === 0) return [];
  const left = isGuarded(after) ? 'one of its prune guards is gone' : 'its prune guard is gone';
  return claimOn(own, `${left}: the next commit that takes it out of Git deletes it, with its data`);
};

const isGuard = (path: readonly string[], before: unknown): boolean =>
  path.length === 2
    ? Object.keys((before ?? {}) as object).some((key) => guards.includes(key))
    : guards.includes(path.at(-1) ?? '');

const guards: readonly string[] = ['kustomize.toolkit.fluxcd.io/prune', 'argocd.argoproj.io/sync-options'];

/** A layer that only added from now on deletes as well. */
export const pruning: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'Kustomization') return [];
  const on = fields.filter((field) => lastKey(field) === 'prune' && field.after === true && field.before !== undefined);
  return claimOn(
    on,
    'Flux prunes this layer from now on: what leaves Git is deleted, with its data; what left before it has forgotten',
  );
};

/** Terraform may destroy what it could not. */
export const preventDestroy: Rule = ({ before, after, fields }) => {
  if (before?.layer !== 'terraform' || !after) return [];
  const was = at(before.value, 'lifecycle', 'prevent_destroy') === true;
  if (!was || at(after.value, 'lifecycle', 'prevent_destroy') === true) return [];
  const own = fields.filter((field) => isBelow(field, 'lifecycle') && !textsOf([field.before]).includes('image_id'));
  return claimOn(own, 'prevent_destroy is gone: a plan that destroys it no longer fails');
};
