import { idOf, secretOf } from '../declared/declared.ts';
import { ageOf, dayOf } from '../sealed/due.ts';
import type { ValueStatus } from '../sealed/status.ts';
import { certificateFile } from '../sealed/store.ts';
import type { Task } from './task.ts';

/** Days before the end from which each counts. A new sealing key wants two months: every value is sealed anew under it. */
const ahead = { due: { value: 0, certificate: 60 }, soon: { value: 30, certificate: 180 } } as const;

type When = keyof typeof ahead;

/**
 * `list --fail-on due`: what a pipeline asks once a week, since synth has no clock.
 *
 * @returns that nothing is due
 * @throws with everything that is
 */
export function failOn(task: Task): string {
  const when = whenOf(task.arguments.flags['fail-on']);
  const lines = [...certificateLines(task, when), ...valueLines(task, when)];
  if (lines.length === 0)
    return `nothing is ${when === 'due' ? 'due' : 'due soon'} on ${dayOf(task.surroundings.now)}\n`;
  throw new Error(
    `${lines.length} are ${when === 'due' ? 'due' : 'due soon'}:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}

function whenOf(word = ''): When {
  if (word === 'due' || word === 'soon') return word;
  throw new Error("--fail-on takes 'due' or 'soon'");
}

function certificateLines({ folder: { certificate }, surroundings: { now } }: Task, when: When): string[] {
  if (!certificate || certificate.validTo > later(now, ahead[when].certificate)) return [];
  const end = `${certificate.validTo < now ? 'ended' : 'ends'} on ${dayOf(certificate.validTo)}`;
  return [`${certificateFile} ${end}: npm run secrets -- reseal --key OLDKEY --new-key PATH`];
}

function valueLines({ status, surroundings: { now } }: Task, when: When): string[] {
  return status.values.flatMap((one) => {
    const age = ageOf(one.recipe, one.value, later(now, ahead[when].value));
    if (!age?.overdue) return [];
    return [`${idOf(one)}: due ${age.due}; ${cureOf(one)}`];
  });
}

function cureOf({ recipe, claim, key }: ValueStatus): string {
  const value = `${secretOf(claim)} ${key}`;
  if (recipe.from === 'given') return `npm run secrets -- set ${value}`;
  return recipe.from === 'terraform'
    ? 'replace it in its stack, then import-terraform'
    : `npm run secrets -- rotate ${value}`;
}

const later = (now: Date, days: number): Date => new Date(now.getTime() + days * 86_400_000);
