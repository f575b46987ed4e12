import { at, textsOf } from '../../synth/reading/json.ts';
import type { Field } from '../compare/field.ts';
import { forcedNew, irreplaceable } from '../facts/forced.ts';
import type { Entity } from '../tree/entity.ts';
import { type Claim, claimOn, movement, type Rule } from './change.ts';

/** Whether Terraform acts on a field at all. */
export const isIgnored = ({ value }: Entity, { path: [attribute = ''] }: Field): boolean =>
  textsOf(at(value, 'lifecycle', 'ignore_changes')).includes(attribute);

/** Whether a field of a resource takes a new resource. */
export const isForced = (entity: Entity, field: Field): boolean =>
  (forcedNew[entity.kind]?.includes(field.path[0] ?? '') ?? false) && !isIgnored(entity, field);

/** An attribute that no update takes: Terraform destroys the resource and makes another one. */
const forced: Rule = ({ before, after, fields }) => {
  if (before?.layer !== 'terraform' || !after) return [];
  return fields
    .filter((field) => isForced(after, field))
    .flatMap((field): readonly Claim[] => claimOn([field], replaced(after, field.path[0] ?? '', movement(field))));
};

function replaced({ value, kind }: Entity, attribute: string, change: string): string {
  const guarded = at(value, 'lifecycle', 'prevent_destroy') === true;
  const then = guarded
    ? 'prevent_destroy makes the plan fail'
    : `Terraform destroys it and makes another one${kind === 'gitlab_project_deploy_token' ? ', with a token of its own' : ''}`;
  return `${attribute} ${change} needs a new resource: ${then}`;
}

/** Where it holds what nobody can make again, it is more than a replacement. */
export const forcedLoss: Rule = (changed, sides) =>
  irreplaceable.includes(changed.entity.kind) ? forced(changed, sides) : [];

export const forcedReplacement: Rule = (changed, sides) =>
  irreplaceable.includes(changed.entity.kind) ? [] : forced(changed, sides);
