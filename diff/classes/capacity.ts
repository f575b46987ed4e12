import type { ChangeClass, Consequence } from '../change/change.ts';
import { headingsOf, tableRows } from '../sides/report-tables.ts';
import type { Side } from '../sides/side.ts';

const file = 'report/capacity.md';
const columns = ['cores', 'memory', 'memory limits', 'disk'];

/** What is claimed of each machine, and what it has, as synth has summed it up. */
interface Sums {
  readonly used: readonly string[];
  readonly total: readonly string[];
}

const budgets: Consequence = (_, { before, after }) => {
  const [old, fresh] = [sumsOf(before), sumsOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((machine) => {
    const says = sentence(old.get(machine), fresh.get(machine));
    return says ? [{ object: `machine ${machine}`, called: machine, says, place: { file, line: 1 } }] : [];
  });
};

function sentence(before: Sums | undefined, after: Sums | undefined): string | undefined {
  if (!after) return 'is no machine of ours any more';
  if (!before)
    return `is new: ${columns.map((name, index) => `${name} ${after.used[index]} of ${after.total[index]}`).join(', ')}`;
  const moved = columns.flatMap((name, index) => {
    const [from, to] = [before.used[index], after.used[index]];
    return from === to && before.total[index] === after.total[index]
      ? []
      : [`${name} ${from} → ${to} of ${after.total[index]}`];
  });
  return moved.length > 0 ? moved.join(', ') : undefined;
}

function sumsOf({ files }: Side): ReadonlyMap<string, Sums> {
  const markdown = files.get(file) ?? '';
  return new Map(
    headingsOf(markdown).map((machine) => {
      const rows = tableRows(markdown, machine);
      const row = (name: string) => rows.find(([first]) => first === `**${name}**`)?.slice(1) ?? [];
      return [machine, { used: row('sum').map(plain), total: row('machine').map(plain) }];
    }),
  );
}

const plain = (cell: string): string => cell.replaceAll('*', '').replace(' cores', '');

/** What each machine has left. */
export const capacity: ChangeClass = { name: 'capacity', title: 'Capacity', rules: [], consequences: [budgets] };
