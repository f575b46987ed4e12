import { imageOf, numbersOf } from '../../../synth/reading/versions.ts';
import { type Claim, claimOn, type Rule } from '../../change/change.ts';
import { lastKey } from '../../compare/field.ts';
import { stepBetween } from '../../facts/version.ts';

/** Servers whose files only they read, by the last word of their image. */
const engines: readonly string[] = ['mysql', 'mariadb', 'postgres', 'postgresql', 'mongo', 'mongodb', 'influxdb'];
/** These read the files of their own major version alone. */
const majorBound: readonly string[] = ['postgres', 'postgresql'];

const engineOf = (name: string): string => name.split('/').at(-1) ?? name;

/** A database that would not open the files which it finds. @see https://www.postgresql.org/docs/current/upgrading.html */
export const unreadableData: Rule = ({ fields }) =>
  fields
    .filter(
      (field) => lastKey(field) === 'image' && typeof field.before === 'string' && typeof field.after === 'string',
    )
    .flatMap((field): readonly Claim[] => {
      const [before, after] = [imageOf(String(field.before)), imageOf(String(field.after))];
      const [engine, next] = [engineOf(before.name), engineOf(after.name)];
      if (!engines.includes(engine)) return [];
      const says = refusalOf(engine, next, before.version, after.version);
      return says ? claimOn([field], says) : [];
    });

function refusalOf(engine: string, next: string, before: string, after: string): string | undefined {
  if (engine !== next)
    return `the database becomes ${next} where ${engine} was: it does not read these files; dump first, restore afterwards`;
  if (stepBetween(before, after) === 'downgrade')
    return `the database is downgraded ${before} → ${after}: it does not open what the newer one wrote; a dump restored into an empty volume is the only way back`;
  const major = numbersOf(before)[0] !== numbersOf(after)[0];
  if (majorBound.includes(engine) && major)
    return `${engine} ${before} → ${after} does not start on the files of another major version: dump with the old one, restore into an empty volume`;
  return undefined;
}
