import { claimOn, isAdded, movement, type Rule, shown, whole } from '../../change/change.ts';
import { type Field, isBelow } from '../../compare/field.ts';

/** A role allows more, or more may take it. */
export const widerRoles: Rule = (changed) => {
  const { entity, fields } = changed;
  if (/^(Cluster)?Role$/.test(entity.kind)) {
    if (isAdded(changed)) return claimOn(whole(changed), `is new: ${rulesText(entity.value)}`);
    const wider = fields.filter((field) => isBelow(field, 'rules') && field.after !== undefined);
    return claimOn(wider, `allows more: ${wider.map(addition).join(', ')}`);
  }
  if (!/^(Cluster)?RoleBinding$/.test(entity.kind)) return [];
  if (isAdded(changed)) return claimOn(whole(changed), `is new: ${bindingText(entity.value)}`);
  const more = fields.filter((field) => isBelow(field, 'subjects') && field.after !== undefined);
  return claimOn(more, `is given to more: ${more.map(addition).join(', ')}`);
};

const addition = (field: Field): string => (field.before === undefined ? nameOf(field.after) : movement(field));

function nameOf(value: unknown): string {
  const { kind, name, verbs, resources } = (typeof value === 'object' ? value : {}) as Record<string, unknown>;
  if (Array.isArray(verbs)) return `${verbs.join(', ')} on ${[resources].flat().join(', ')}`;
  return name ? `${kind} ${name}` : shown(value);
}

interface Role {
  readonly rules?: readonly unknown[];
}

interface Binding {
  readonly subjects?: readonly unknown[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
}

const rulesText = (value: unknown): string => ((value as Role).rules ?? []).map(nameOf).join('; ');

function bindingText(value: unknown): string {
  const { subjects = [], roleRef } = value as Binding;
  return `${subjects.map(nameOf).join(', ')} may do what ${roleRef?.kind} ${roleRef?.name} allows`;
}
