import type { Json } from './written.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether a label selector selects what bears these labels. The empty selector selects everything. */
export function selects(selector: Json, labels: Labels): boolean {
  const wanted = Object.entries<string>(selector?.matchLabels ?? {});
  return (
    wanted.every(([name, value]) => labels[name] === value) &&
    (selector?.matchExpressions ?? []).every((expression: Json) => holds(expression, labels))
  );
}

/** `NotIn` holds for what lacks the label, as in Kubernetes. An operator that does not exist selects nothing. */
function holds({ key, operator, values = [] }: Json, labels: Labels): boolean {
  const value = labels[key];
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  if (operator === 'Exists') return value !== undefined;
  return operator === 'DoesNotExist' && value === undefined;
}

export function isEmpty(selector: Json): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** For people: `app=ghost, tier in (a, b)`. */
export function readableSelector(selector: Json): string {
  if (isEmpty(selector)) return 'everything';
  const labels = Object.entries(selector.matchLabels ?? {}).map(([name, value]) => `${name}=${value}`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }: Json) => `${key} ${operator}${values ? ` (${values.join(', ')})` : ''}`,
  );
  return [...labels, ...expressions].join(', ');
}
