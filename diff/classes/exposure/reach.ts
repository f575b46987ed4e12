import type { Reach } from '../../../synth/reading/reachability.ts';
import type { Consequence } from '../../change/change.ts';
import { movesMatrix } from '../../change/matrix.ts';
import { addedRows, type ReachTables, reachOf } from '../../sides/reach.ts';
import type { Side, Sides } from '../../sides/side.ts';

/** What was not reachable and now is, by the two matrices. */
export const newlyReachable: Consequence = (changes, sides) => {
  if (!changes.some(movesMatrix)) return [];
  const [before, after] = [sides.before.fact(reachOf), sides.after.fact(reachOf)];
  return [...internet(before, after), ...pairs(before, after, sides), ...opened(before, after)].map((told) => ({
    ...told,
    place: placeOf(told.object, sides),
  }));
};

type Told = { readonly object: string; readonly called: string; readonly says: string };

function internet(before: ReachTables, after: ReachTables): readonly Told[] {
  const known = new Map(before.internet.map((row) => [row.to, row]));
  const fresh = after.internet.filter((row) => !before.internet.some((old) => isSame(old, row)));
  return fresh.flatMap(({ to, ports }): readonly Told[] => {
    const old = known.get(to);
    const object = `internet ${to}`;
    const called = calledOf(to);
    if (old && ports === 'behind Authelia') return [];
    if (old && ports === 'without Authelia')
      return [{ object, called, says: 'Authelia guards it no more: anybody gets in' }];
    return [{ object, called, says: `becomes reachable from the internet, ${ports}` }];
  });
}

const isSame = (one: Reach, other: Reach): boolean => one.to === other.to && one.ports === other.ports;

/** `prod-web/ghost:2368 at blog.uyoop.fr`: hosts and paths say more than a rule of Traefik's. */
function calledOf(to: string): string {
  const [backend = to, rule] = to.split(' at ');
  if (rule === undefined) return to;
  const named = (what: RegExp) => [...rule.matchAll(what)].map(([, name = '']) => name);
  const hosts = named(/Host\(`([^`]+)`\)/g);
  const paths = named(/(?<!!)\bPath(?:Prefix)?\(`([^`]+?)\/?`\)/g);
  return `${hosts.join(', ') || 'any host'}${[...new Set(paths)].join(', ')} (${backend})`;
}

/** Pairs that were not there, or reach more ports; what is new is one line, with all that it reaches and that reaches it. */
function pairs(before: ReachTables, after: ReachTables, { before: side }: Sides): readonly Told[] {
  const known = new Set(before.pods.flatMap(({ from, to }) => [from, to]));
  const isNew = (pods: string) => /^[\w-]+\/[\w.-]+$/.test(pods) && !known.has(pods) && !isWritten(side, pods);
  const rows = [...addedRows(before.pods, after.pods), ...addedRows(before.addresses, after.addresses)];
  const names = new Set(rows.flatMap(({ from, to }) => [from, to]).filter(isNew));
  const others = rows.filter(({ from, to }) => !names.has(from) && !names.has(to));
  return [
    ...[...names].flatMap((name) => newPods(name, rows)),
    ...others.map(({ from, to, ports }) => ({
      object: `pair ${from} ${to}`,
      called: from,
      says: `may reach ${to} on ${ports}, which it might not`,
    })),
  ];
}

const isWritten = (side: Side, pods: string): boolean =>
  ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].some(
    (kind) => side.find(`${kind} ${pods}`) !== undefined,
  );

/** Names are asked for by everybody: that goes without saying. */
const isDns = ({ to, ports }: Reach): boolean => to.endsWith('/coredns') && /^tcp\/53, udp\/53$/.test(ports);

function newPods(name: string, rows: readonly Reach[]): readonly Told[] {
  const own = rows.filter((row) => !isDns(row));
  const to = own.filter(({ from }) => from === name).map((row) => `${row.to} on ${row.ports}`);
  const from = own.filter((row) => row.to === name).map((row) => `${row.from} on ${row.ports}`);
  if (to.length + from.length === 0) return [];
  const parts = [
    ...(to.length > 0 ? [`may reach ${to.join('; ')}`] : []),
    ...(from.length > 0 ? [`may be reached by ${from.join('; ')}`] : []),
  ];
  return [{ object: `pods ${name}`, called: name, says: `is new, and ${parts.join(', and ')}` }];
}

function opened(before: ReachTables, after: ReachTables): readonly Told[] {
  return after.open
    .filter((pods) => !before.open.includes(pods))
    .map((pods) => ({ object: `open ${pods}`, called: pods, says: 'is held by no policy: everything passes' }));
}

/** The object that lets it pass is one of several; the pods' own place is where a reader begins. */
function placeOf(object: string, { after }: Sides) {
  const [, first = ''] = object.split(' ');
  const pods = first.replace(/:\d+$/, '');
  const kinds = ['IngressRoute', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Service'];
  const found = kinds.map((kind) => after.find(`${kind} ${pods}`)).find((entity) => entity !== undefined);
  return found ?? { file: 'report/reachability.md', line: 1 };
}
