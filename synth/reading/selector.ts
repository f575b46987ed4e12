import { at, itemsOf, textMapOf, textOf, textsOf } from './json.ts';

export type Labels = Readonly<Record<string, string>>;

/** A label selector; the empty one selects everything. */
export interface Selector {
  readonly labels: Labels;
  readonly expressions: readonly Expression[];
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export const everything: Selector = { labels: {}, expressions: [] };

export function selectorOf(value: unknown): Selector {
  return {
    labels: textMapOf(at(value, 'matchLabels')),
    expressions: itemsOf(at(value, 'matchExpressions')).map(({ key, operator, values }) => ({
      key: textOf(key) ?? '',
      operator: textOf(operator) ?? '',
      values: textsOf(values),
    })),
  };
}

/** Whether a selector selects what bears these labels. */
export function selects({ labels: wanted, expressions }: Selector, labels: Labels): boolean {
  return covers(labels, wanted) && expressions.every((expression) => holds(expression, labels));
}

/** Whether all that is wanted is among the labels. */
export function covers(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** `NotIn` holds for what lacks the label, as in Kubernetes. An operator that does not exist selects nothing. */
function holds({ key, operator, values }: Expression, labels: Labels): boolean {
  const value = labels[key];
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  if (operator === 'Exists') return value !== undefined;
  return operator === 'DoesNotExist' && value === undefined;
}

export function isEmpty({ labels, expressions }: Selector): boolean {
  return Object.keys(labels).length === 0 && expressions.length === 0;
}

/** Whether a selector speaks of a label at all. */
export function names({ labels, expressions }: Selector, label: string): boolean {
  return label in labels || expressions.some(({ key }) => key === label);
}

/** For people: `app=ghost, tier In (a, b)`. */
export function readableSelector(selector: Selector): string {
  if (isEmpty(selector)) return 'everything';
  const labels = Object.entries(selector.labels).map(([name, value]) => `${name}=${value}`);
  const expressions = selector.expressions.map(
    ({ key, operator, values }) => `${key} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`,
  );
  return [...labels, ...expressions].join(', ');
}
