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
  const shut = lost.filter(({ to }) => ends.has(to) || podsOf(after, to) !== undefined || !to.includes('/'));
  return [...new Set(shut.map(({ from }) => from))].flatMap((from) => {
    const pods = podsOf(after, from);
    const targets = shut.filter((row) => row.from === from).map(({ to, ports }) => `${to} on ${ports}`);
    if (!pods) return [];
    const says = `may reach no more: ${targets.join('; ')}. What it asks there fails`;
    return [{ object: `pods ${from}`, called: from, says, place: { file: pods.file, line: pods.line } }];
  });
};

const podsOf = (side: Side, name: string): Entity | undefined =>
  ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job']
    .map((kind) => side.find(`${kind} ${name}`))
    .find((entity) => entity !== undefined);
