/** Addresses from the first to the last, both included, as numbers of 32 bits. */
export type Range = readonly [first: number, last: number];

export const everyAddress: Range = [0, 2 ** 32 - 1];

/** The addresses of an IPv4 network, or of one address; undefined for IPv6, which our pods do not have. */
export function rangeOf(cidr: string): Range | undefined {
  const [, a, b, c, d, bits = '32'] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(cidr) ?? [];
  if (d === undefined) return undefined;
  const address = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(address / size) * size;
  return [first, first + size - 1];
}

/** The addresses of some networks. */
export function rangesOf(cidrs: readonly string[]): readonly Range[] {
  return cidrs.flatMap((cidr) => {
    const range = rangeOf(cidr);
    return range ? [range] : [];
  });
}

/** What is left of `ranges` when some networks are taken out. */
export function without(ranges: readonly Range[], cidrs: readonly string[]): readonly Range[] {
  let left = ranges;
  for (const cidr of cidrs) {
    const hole = rangeOf(cidr);
    if (hole) left = left.flatMap((range) => cut(range, hole));
  }
  return left;
}

function cut([first, last]: Range, [from, to]: Range): readonly Range[] {
  if (to < first || from > last) return [[first, last]];
  const before: Range[] = from > first ? [[first, from - 1]] : [];
  const after: Range[] = to < last ? [[to + 1, last]] : [];
  return [...before, ...after];
}

/** Whether all of them are among the others. */
export function inside(some: readonly Range[], others: readonly Range[]): boolean {
  return some.length > 0 && some.every(([first, last]) => others.some(([from, to]) => from <= first && last <= to));
}

export function overlaps(some: readonly Range[], others: readonly Range[]): boolean {
  return some.some(([first, last]) => others.some(([from, to]) => from <= last && first <= to));
}
