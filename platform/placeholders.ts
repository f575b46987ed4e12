import type { Platform } from './types.ts';

/** Documentation ranges and words that no real platform has: RFC 5737, RFC 3849, RFC 2606, runs of zeros. */
const signs: readonly RegExp[] = [
  /^192\.0\.2\./,
  /^198\.51\.100\./,
  /^203\.0\.113\./,
  /^2001:db8:/i,
  /(^|[@./])example(\.|\/|$)/,
  /^0+$/,
  /^vps-0+\d\./,
  /^A{20,}/,
  /PLACEHOLDER/,
];

/** Whether a fact is one that no real platform has. */
export const isPlaceholder = (text: string): boolean => signs.some((sign) => sign.test(text));

/** The facts of `platform/owner.ts` that are still placeholders, by their place in it. */
export function placeholders({ owner, zones }: Pick<Platform, 'owner' | 'zones'>): readonly string[] {
  return [...leaves(owner, 'owner'), ...leaves(zones, 'zones')].flatMap(([place, text]) =>
    isPlaceholder(text) ? [place] : [],
  );
}

function leaves(value: unknown, place: string): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${place}.${key}`));
}
