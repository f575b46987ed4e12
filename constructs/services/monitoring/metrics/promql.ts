import type { MetricName } from './metric-catalog.ts';

/** Label values by name; `{ not: 'x' }`, `{ like: 'a|b' }` and `{ unlike: 'a.*' }` match otherwise. */
export type Matchers = Readonly<Record<string, string | Matcher>>;

type Matcher = { readonly not: string } | { readonly like: string } | { readonly unlike: string };

/** A selector: `series('up', { job: 'kubelet' })` is `up{job="kubelet"}`. Only metrics of the catalog compile. */
export function series(name: MetricName, matchers: Matchers = {}, range?: string): string {
  const labels = Object.entries(matchers).map(([label, value]) => `${label}${matcher(value)}`);
  return `${name}${labels.length > 0 ? `{${labels.join(',')}}` : ''}${range ? `[${range}]` : ''}`;
}

function matcher(value: string | Matcher): string {
  if (typeof value === 'string') return `=${JSON.stringify(value)}`;
  if ('not' in value) return `!=${JSON.stringify(value.not)}`;
  if ('like' in value) return `=~${JSON.stringify(value.like)}`;
  return `!~${JSON.stringify(value.unlike)}`;
}

/**
 * How often a counter has stepped within `range`, by label. A counter with labels is born at its first event, where `increase()`
 * sees no step: it would miss the first failure, which for a nightly job is the only one until tomorrow.
 */
export function steps(name: MetricName, matchers: Matchers, { by, range }: { by: string; range: string }): string {
  const sum = (of: string) => `sum by (${by}) (${of})`;
  const now = series(name, matchers);
  const born = `${sum(now)} > 0 unless ${sum(`${now} offset ${range}`)}`;
  return `(${sum(`increase(${series(name, matchers, range)})`)} > 0) or (${born})`;
}

/** Per second, over a range that holds four scrapes. */
export const rate = (name: MetricName, matchers: Matchers = {}, range = '5m'): string =>
  `rate(${series(name, matchers, range)})`;
