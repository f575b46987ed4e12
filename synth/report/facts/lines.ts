import { grouped } from '../../../constructs/facts/grouped.ts';
import type { Model } from '../../model/model.ts';
import type { Reach } from '../../reading/reachability.ts';
import { waysOf } from './ways.ts';

/** `web`: what a stranger's request goes along; `common`: to somebody whom most speak to. */
export type LineKind = 'web' | 'plain' | 'common';

/** All that one may send the other. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  /** `tcp/80, tcp/443`. */
  readonly ports: string;
  /** Why it is there, for people. */
  readonly says: string;
}

/** A row of the matrix, and the spots of the map that it is about. */
export interface Row extends Reach {
  readonly source: string;
  readonly target: string;
}

/** The rows of the matrix between the same two spots are one line; a service's own pods are one spot. */
export function linesOf(model: Model, rows: readonly Row[]): readonly Line[] {
  const between = grouped(
    rows.filter(({ source, target }) => source !== target),
    ({ source, target }) => `${source}\n${target}`,
  );
  const pairs = [...between.values()];
  const common = commonTargets(pairs);
  const hosts = grouped(waysOf(model), ({ service }) => service);
  return pairs.map((own): Line => {
    const { source, target } = own[0] as Row;
    const names = source.endsWith('/traefik') ? (hosts.get(target) ?? []).map(({ host }) => host) : [];
    const web = source === 'internet' || names.length > 0;
    const kind = web ? 'web' : common.has(target) ? 'common' : 'plain';
    return { from: source, to: target, kind, ports: portsOf(own), says: sentence(own, names) };
  });
}

/** Whom more than a third of all that speak to anybody speak to: drawn each time, they would hide the rest. */
function commonTargets(pairs: readonly (readonly Row[])[]): ReadonlySet<string> {
  const speakers = new Set(pairs.map((own) => own[0]?.source)).size;
  const listeners = grouped(pairs, (own) => own[0]?.target ?? '');
  return new Set([...listeners].filter(([, own]) => own.length * 3 > speakers).map(([target]) => target));
}

function sentence(rows: readonly Row[], names: readonly string[]): string {
  const { source, target } = rows[0] as Row;
  const ports = portsOf(rows);
  if (source === 'internet') return `Anybody may reach ${target.replace(/^(.+): (.+)$/, '$2 of $1')}: ${ports}.`;
  const senders = [...new Set(rows.map(({ from }) => from))];
  const who = senders.length > 1 ? `${source} (${senders.map(lastName).join(', ')})` : (senders[0] as string);
  const web = names.length > 0 ? `, for ${names.join(', ')}` : '';
  return `${who} may reach ${target.replace(/^to /, '')}: ${ports}${web}.`;
}

const portsOf = (rows: readonly Row[]): string =>
  [...new Set(rows.flatMap(({ ports }) => ports.split(', ')))].join(', ');

const lastName = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
