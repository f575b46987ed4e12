import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Cidr, Ipv4 } from '../types.ts';
import { problemWith, valueKind } from './value-kind.ts';

/** Addresses that no public network routes, but for the documentation ranges, which stand for facts still to come. */
const notPublic = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(address, bits, 'ipv4');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** An IPv4 address. */
export const ipv4 = valueKind(
  { what: 'IPv4 address', rule: 'four numbers from 0 to 255 between dots', reader: 'every program that takes one' },
  (value) => (typeof value === 'string' && isIPv4(value) ? (value as Ipv4) : undefined),
);

/** An IPv4 address that the internet reaches. */
export const publicIpv4 = valueKind(
  { what: 'public IPv4 address', rule: 'four numbers from 0 to 255, in no private range', reader: 'DNS' },
  (value) => (typeof value === 'string' && isIPv4(value) && !notPublic.check(value) ? (value as Ipv4) : undefined),
);

/** An IPv6 address that the internet reaches. */
export const publicIpv6 = valueKind(
  { what: 'public IPv6 address', rule: 'an address of 2000::/3 without a zone or a prefix', reader: 'DNS' },
  (value) =>
    typeof value === 'string' && isIPv6(value) && !value.includes('%') && globalUnicast.check(value, 'ipv6')
      ? value
      : undefined,
);

/** An IPv4 network: the address is its first one. */
export const cidr = valueKind(
  { what: 'network', rule: 'its first address, / and the number of fixed bits, as 10.8.0.0/24', reader: 'Kubernetes' },
  (value) => {
    const range = typeof value === 'string' ? parse(value) : undefined;
    return range && range.first % 2 ** (32 - range.bits) === 0 ? (value as Cidr) : undefined;
  },
  (value) => {
    const range = typeof value === 'string' ? parse(value) : undefined;
    return range && (`${dotted(range.first - (range.first % 2 ** (32 - range.bits)))}/${range.bits}` as Cidr);
  },
);

/** Ranges that the internet leaves to whoever wants them: RFC 1918 and 6598. */
const ownRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].flatMap(
  (range) => parse(range) ?? [],
);

/** A network of our own. */
export const privateCidr = valueKind(
  { ...cidr, rule: `${cidr.rule}, in a range that no public network has`, what: 'private network' },
  (value) => {
    const range = problemWith(cidr, value) === undefined ? parse(value as string) : undefined;
    const inside =
      range && ownRanges.some((own) => own.bits <= range.bits && prefix(own, own.bits) === prefix(range, own.bits));
    return inside ? (value as Cidr) : undefined;
  },
);

/** Whether two networks share an address. */
export function overlap(one: Cidr, other: Cidr): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (!a || !b) return false;
  const bits = Math.min(a.bits, b.bits);
  return prefix(a, bits) === prefix(b, bits);
}

interface Range {
  readonly first: number;
  readonly bits: number;
}

/** The bits that addresses of a network share. */
function prefix({ first }: Range, bits: number): number {
  return Math.floor(first / 2 ** (32 - bits));
}

/** Whether a machine may have an address in a network: neither its first nor its last one. */
export function isHostOf(network: Cidr, address: Ipv4): boolean {
  const range = parse(network);
  const number = numberOf(address);
  if (!range || number === undefined) return false;
  const size = 2 ** (32 - range.bits);
  return number > range.first && number < range.first + size - 1;
}

function parse(text: string): Range | undefined {
  const [address = '', bits = '', more] = text.split('/');
  const first = numberOf(address);
  if (more !== undefined || first === undefined || !/^([0-9]|[12][0-9]|3[0-2])$/.test(bits)) return undefined;
  return { first, bits: Number(bits) };
}

function numberOf(address: string): number | undefined {
  if (!isIPv4(address)) return undefined;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
