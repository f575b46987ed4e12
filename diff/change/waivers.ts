import { parse } from 'yaml';
import type { Files } from '../../synth/model/files.ts';
import { fieldsOf, textOf } from '../../synth/reading/json.ts';
import { type Change, classNames } from './change.ts';

/** A file of `waivers/`: somebody has seen what would happen, and says why it may. */
export interface Waiver {
  readonly file: string;
  readonly class: string;
  /** As the report names it: `PersistentVolumeClaim prod-web/ghost-content`; a `*` stands for any letters. */
  readonly object: string;
  readonly reason: string;
  /** The last day that it holds: `2026-12-31`. */
  readonly until: string;
}

/** What is wrong with a waiver, or with the lot of them. */
export interface WaiverProblem {
  readonly file: string;
  readonly what: string;
}

/** What the waivers make of the changes. */
export interface Waived {
  readonly waived: ReadonlyMap<Change, Waiver>;
  readonly problems: readonly WaiverProblem[];
}

/**
 * Reads the waivers and lays them on the changes. One that is expired, waives nothing or cannot be read is a problem.
 *
 * @param files text by file name
 * @param today `2026-11-26`
 */
export function waive(files: Files, changes: readonly Change[], today: string): Waived {
  const read = [...files].map(([file, text]) => waiverOf(file, text));
  const waivers = read.filter((one): one is Waiver => 'reason' in one);
  const valid = waivers.filter(({ until }) => until >= today);
  const waived = new Map(
    changes.flatMap((change) => {
      const waiver = valid.find((one) => one.class === change.class && isMeant(one.object, change.object));
      return waiver ? [[change, waiver] as const] : [];
    }),
  );
  const used = new Set(waived.values());
  return {
    waived,
    problems: [
      ...read.filter((one): one is WaiverProblem => 'what' in one),
      ...waivers.filter(({ until }) => until < today).map((one) => expired(one)),
      ...valid.filter((one) => !used.has(one)).map((one) => unused(one)),
    ],
  };
}

function isMeant(pattern: string, object: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(object);
}

const expired = ({ file, until }: Waiver): WaiverProblem => ({
  file,
  what: `has expired on ${until}: judge anew and move the day, or delete it`,
});

const unused = ({ file, class: name, object }: Waiver): WaiverProblem => ({
  file,
  what: `waives nothing: no change is ${name} of '${object}'. Delete it; or write the object as the report names it`,
});

function waiverOf(file: string, text: string): Waiver | WaiverProblem {
  const fields = fieldsOf(read(text));
  const [name, object, reason, until] = ['class', 'object', 'reason', 'until'].map((key) =>
    textOf(fields[key])?.trim(),
  );
  if (!classNames.some((known) => known === name))
    return { file, what: `class must be one of ${classNames.join(', ')}` };
  if (!object)
    return { file, what: "object is missing: name it as the report does, 'PersistentVolumeClaim shop/pictures'" };
  if (!reason || reason.length < 10) return { file, what: 'reason is missing, or too short to be one' };
  if (!until || !isDay(until)) return { file, what: 'until must be the last day that it holds, as 2026-12-31' };
  return { file, class: name as string, object, reason, until };
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
