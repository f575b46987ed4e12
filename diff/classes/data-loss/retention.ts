import { claimOn, movement, type Rule } from '../../change/change.ts';
import { type Field, lastKey } from '../../compare/field.ts';
import { durationOf } from '../../facts/duration.ts';

/** What a program keeps for a while, it keeps for less: metrics, logs, snapshots, versions of a secret. */
export const retention: Rule = ({ fields }) =>
  fields
    .filter(isCut)
    .flatMap((field) => claimOn([field], `keeps less: ${nameOf(field)} ${movement(valuesOf(field))}`));

function isCut(field: Field): boolean {
  if (!/retention|max_versions|keep[_-]?(last|hourly|daily|weekly|monthly|days)/i.test(nameOf(field))) return false;
  const { before, after } = valuesOf(field);
  const [old, fresh] = [durationOf(before), durationOf(after)];
  return old !== undefined && fresh !== undefined && fresh < old;
}

const flag = /^--?([\w.-]+)=(.*)$/;

/** The setting: a key, or the flag of a command line. */
const nameOf = (field: Field): string => flag.exec(String(field.before))?.[1] ?? lastKey(field);

/** Its values: those of a flag stand behind its `=`. */
function valuesOf({ before, after }: Field): Pick<Field, 'before' | 'after'> {
  const [old, fresh] = [before, after].map((value) => flag.exec(String(value))?.[2] ?? value);
  return { before: old, after: fresh };
}
