import type { Consequence } from '../../change/change.ts';
import { movesMatrix } from '../../change/matrix.ts';
import { addedRows, reachOf } from '../../sides/reach.ts';
import type { Side } from '../../sides/side.ts';
import type { Entity } from '../../tree/entity.ts';

/** A pair that may talk no more, while both ends are there: what the one asked of the other fails from now on. */
export const closedPairs: Consequence = (changes, { before, after }) => {
  if (!changes.some(movesMatrix)) return [];
  const [old, fresh] = [before.fact(reachOf), after.fact(reachOf)];
  const lost = [...addedRows(fresh.pods, old.pods), ...addedRows(fresh.addresses, old.addresses)];
  const ends = new Set([...fresh.pods, ...fresh.addresses].flatMap(({ from, to }) => [from, to]));
  return lost.flatMap(({ from, to, ports }) => {
    const pods = podsOf(after, from);
    const reached = ends.has(to) || podsOf(after, to) !== undefined || !to.includes('/');
    if (!pods || !reached) return [];
    const says = `may reach ${to} on ${ports} no more: what it asks there fails`;
    return [{ object: `pair ${from} ${to}`, called: from, says, place: { file: pods.file, line: pods.line } }];
  });
};

const podsOf = (side: Side, name: string): Entity | undefined =>
  ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job']
    .map((kind) => side.find(`${kind} ${name}`))
    .find((entity) => entity !== undefined);
