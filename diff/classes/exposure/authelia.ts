import { claimOn, movement, type Rule } from '../../change/change.ts';
import { type Field, lastKey, passes, readablePath } from '../../compare/field.ts';
import { hostsOf } from '../../sides/hosts.ts';
import type { Side } from '../../sides/side.ts';

/** What Authelia asks for, the weakest first. */
const policies: readonly unknown[] = ['bypass', 'one_factor', 'two_factor', 'deny'];

/** Authelia asks for less than it did, or nothing at all, where its own configuration says so. */
export const autheliaPolicies: Rule = ({ entity, fields }, { after }) => {
  if (entity.kind !== 'ConfigMap') return [];
  const lower = fields.filter(isLower);
  const gone = fields.filter(
    (field) =>
      passes(field, 'access_control', 'rules') &&
      isRule(field.before) &&
      !isRule(field.after) &&
      isServed(field.before, after),
  );
  const bypasses = fields.filter(
    (field) => passes(field, 'access_control') && isRule(field.after) && policyOf(field.after) === 'bypass',
  );
  return [
    ...lower.flatMap((field) => claimOn([field], `Authelia asks for less: ${placeOf(field)} ${movement(field)}`)),
    ...gone.flatMap((field) =>
      claimOn([field], `Authelia has no rule of its own any more for ${domainOf(field.before)}`),
    ),
    ...bypasses.flatMap((field) => claimOn([field], `Authelia lets ${domainOf(field.after)} pass unasked`)),
  ];
};

const isLower = (field: Field): boolean =>
  /^(policy|default_policy|authorization_policy)$/.test(lastKey(field)) &&
  policies.includes(field.before) &&
  policies.indexOf(field.after ?? 'bypass') < policies.indexOf(field.before);

/** A rule may go with its host. */
const isServed = (rule: unknown, side: Side): boolean =>
  domainOf(rule)
    .split(', ')
    .some((domain) => side.fact(hostsOf).has(domain));

const isRule = (value: unknown): boolean => typeof value === 'object' && value !== null && 'policy' in value;
const policyOf = (value: unknown): unknown => (value as { policy?: unknown }).policy;
const domainOf = (value: unknown): string => [(value as { domain?: unknown }).domain].flat().join(', ');
const placeOf = ({ path }: Field): string => readablePath(path.slice(2));
