import { type ChangeClass, claimOn, isAdded, isRemoved, movement, type Rule } from '../change/change.ts';
import { readablePath } from '../compare/field.ts';

/** All that is left: it is said, and folded. */
const rest: Rule = (changed) => {
  if (isAdded(changed)) return claimOn(changed.fields, 'is new');
  if (isRemoved(changed)) return claimOn(changed.fields, 'is gone');
  if (changed.entity.layer === 'file') return claimOn(changed.fields, 'follows');
  const [first] = changed.fields;
  const more = changed.fields.length > 1 ? ` and ${changed.fields.length - 1} more` : '';
  return first ? claimOn(changed.fields, `${readablePath(first.path)} ${movement(first)}${more}`) : [];
};

export const routine: ChangeClass = { name: 'routine', title: 'Routine', rules: [rest] };
