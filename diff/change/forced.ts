import { at, textsOf } from '../../synth/reading/json.ts';
import { forcedNew, irreplaceable } from '../facts/forced.ts';
import type { Entity } from '../tree/entity.ts';
import { type Claim, claimOn, movement, type Rule } from './change.ts';

/** An attribute that no update takes: Terraform destroys the resource and makes another one. */
const forced: Rule = ({ before, after, fields }) => {
  if (before?.layer !== 'terraform' || !after) return [];
  const ignored = textsOf(at(after.value, 'lifecycle', 'ignore_changes'));
  const names = (forcedNew[after.kind] ?? []).filter((name) => !ignored.includes(name));
  return fields
    .filter(({ path: [attribute = ''] }) => names.includes(attribute))
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
