import { type Fields, numberOf, textOf } from './json.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** Ports of one protocol from the first to the last, both included. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** A port that a container opens. */
export interface OpenPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: Protocol;
}

/** A port as a rule of a NetworkPolicy names it: none means every port of the protocol. */
export interface RuledPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol: Protocol;
}

const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** TCP is what Kubernetes takes where nothing is written. */
export const protocolOf = (value: unknown): Protocol => protocols.find((protocol) => protocol === value) ?? 'TCP';

export function ruledPortOf({ port, endPort, protocol }: Fields): RuledPort {
  return { port: numberOf(port) ?? textOf(port), endPort: numberOf(endPort), protocol: protocolOf(protocol) };
}

export const everyPort: readonly PortRange[] = protocols.map((protocol) => ({ protocol, first: 1, last: 65535 }));

/**
 * The ports that a rule of a NetworkPolicy names. A name is looked up among the target's open ports; for addresses, which
 * open none, it stands for nothing.
 */
export function ruledPorts(ports: readonly RuledPort[], open: readonly OpenPort[]): readonly PortRange[] {
  if (ports.length === 0) return everyPort;
  return ports.flatMap(({ port, endPort, protocol }): PortRange[] => {
    if (port === undefined) return [{ protocol, first: 1, last: 65535 }];
    if (typeof port === 'number') return [{ protocol, first: port, last: endPort ?? port }];
    return open
      .filter(({ name, protocol: spoken }) => name === port && spoken === protocol)
      .map(({ number }) => ({ protocol, first: number, last: number }));
  });
}

/** What both sides allow. */
export function common(some: readonly PortRange[], others: readonly PortRange[]): readonly PortRange[] {
  if (some === everyPort) return others;
  if (others === everyPort) return some;
  return some.flatMap((one) =>
    others.flatMap((other): PortRange[] => {
      const first = Math.max(one.first, other.first);
      const last = Math.min(one.last, other.last);
      return one.protocol === other.protocol && first <= last ? [{ protocol: one.protocol, first, last }] : [];
    }),
  );
}

export const tcp = (port: number): PortRange => ({ protocol: 'TCP', first: port, last: port });

/** All of them but these ports of TCP. */
export function withoutTcp(ranges: readonly PortRange[], ports: readonly number[]): readonly PortRange[] {
  return ports.reduce((left, port) => common(left, allBut(port)), ranges);
}

const allBut = (port: number): readonly PortRange[] => [
  { protocol: 'TCP', first: 1, last: port - 1 },
  { protocol: 'TCP', first: port + 1, last: 65535 },
  { protocol: 'UDP', first: 1, last: 65535 },
  { protocol: 'SCTP', first: 1, last: 65535 },
];

export function opens(open: readonly OpenPort[], { protocol, first, last }: PortRange): boolean {
  return open.some((port) => port.protocol === protocol && port.number >= first && port.number <= last);
}

/** `tcp/443, udp/53`, `tcp/8000-8080` or `any port`: sorted and without repetition. */
export function readablePorts(ranges: readonly PortRange[]): string {
  if (protocols.every((protocol) => ranges.some((range) => range.protocol === protocol && isWhole(range)))) {
    return 'any port';
  }
  const sorted = [...ranges].sort(
    (a, b) => protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) || a.first - b.first || a.last - b.last,
  );
  return [...new Set(sorted.map(readablePort))].join(', ');
}

function readablePort(range: PortRange): string {
  const protocol = range.protocol.toLowerCase();
  if (isWhole(range)) return `${protocol}/any`;
  return range.first === range.last ? `${protocol}/${range.first}` : `${protocol}/${range.first}-${range.last}`;
}

const isWhole = ({ first, last }: PortRange): boolean => first === 1 && last === 65535;
