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

/** Per second, over a range that holds four scrapes. */
export const rate = (name: MetricName, matchers: Matchers = {}, range = '5m'): string =>
  `rate(${series(name, matchers, range)})`;
