import type { Change, ClassName } from '../change/change.ts';
import type { Gate } from '../change/gate.ts';
import type { Leftover } from '../change/leftover.ts';

/** All that a report says. */
export interface Report {
  /** What is compared with: `main (3596e60)`. */
  readonly base: string;
  readonly changes: readonly Change[];
  readonly leftovers: readonly Leftover[];
  readonly gate: Gate;
  /** What weakens the comparison, in a sentence each. */
  readonly warnings: readonly string[];
}

/** Changes of one class that are said alike. */
export interface Group {
  readonly class: ClassName;
  readonly title: string;
  readonly changes: readonly Change[];
}

/** `3 data loss, 1 restart`: how much of what. */
export function headline({ changes }: Report): string {
  if (changes.length === 0) return 'no change';
  const counts = new Map<ClassName, number>();
  for (const { class: name } of changes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}

/** What the gate decided, in one line. */
export function verdict({ gate: { stops, problems, threshold, waived } }: Report): string {
  const parts = [
    ...(stops.length > 0 ? [`stopped: ${stops.length} not waived, at ${threshold} or worse`] : []),
    ...(problems.length > 0 ? [`${problems.length} waiver${problems.length === 1 ? '' : 's'} to mend`] : []),
    ...(waived.size > 0 ? [`${waived.size} waived`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : `passes (stops at ${threshold})`;
}

/** What nobody needs to read one by one: how many objects of each kind are new, gone or otherwise. */
export function folded(changes: readonly Change[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { object, says } of changes) {
    const [kind = ''] = object.split(' ');
    const verb = says === 'is new' || says === 'is gone' ? says.slice(3) : 'changed';
    kinds.set(`${kind} ${verb}`, (kinds.get(`${kind} ${verb}`) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${count} × ${kind}`);
}

/** What a change is told of: its object as a waiver names it, where that is what a person calls it. */
export const labelOf = ({ object, called }: Change): string => (object.endsWith(called) ? object : called);

/** How a waiver names what stops, where the label does not say so. */
export const waiverHint = (change: Change, { gate }: Report): string =>
  gate.stops.includes(change) && labelOf(change) !== change.object ? `to waive it: ${change.object}` : '';

/** Changes of a class that say the same of several things, and nobody has waived any. */
export interface Line {
  readonly labels: string;
  /** The first of them. */
  readonly change: Change;
}

/** One line for what is said alike. @param most how many are named; the rest is counted */
export function linesOf(changes: readonly Change[], { gate }: Report, most: number): readonly Line[] {
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const key = gate.waived.has(change) ? change.object : `${change.says} ${change.link}`;
    const others = alike.get(key);
    if (others) others.push(change);
    else alike.set(key, [change]);
  }
  return [...alike.values()].map((all) => {
    const names = [...new Set(all.map(labelOf))];
    const more = names.length > most ? ` and ${names.length - most} more` : '';
    return { labels: `${names.slice(0, most).join(', ')}${more}`, change: all[0] as Change };
  });
}

/** As many names as somebody reads. */
export const fewNames = 3;
