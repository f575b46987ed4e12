import type { Platform } from '../../platform/types.ts';
import { oneForEachCause } from '../model/causes.ts';
import { type Check, isFactCheck, type Topic } from '../model/check.ts';
import type { Finding, Letter } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { modelAlone, type Run } from '../model/run.ts';
import { misshapen } from '../reading/schema.ts';
import { blockProblems } from '../reading/terraform-schema.ts';
import { strangeWords } from '../reading/words.ts';
import backups from './backups/index.ts';
import capacity from './capacity/index.ts';
import devToProd from './dev-to-prod/index.ts';
import doors from './doors/index.ts';
import hardening from './hardening/index.ts';
import hosts from './hosts/index.ts';
import isolation from './isolation/index.ts';
import mail from './mail/index.ts';
import pins from './pins/index.ts';
import schemas from './schemas/index.ts';
import manifests from './schemas/manifests.ts';
import secrets from './secrets/index.ts';

/** The eleven checks: their order gives their number. Each is a folder, and each file in it one restriction. */
const eleven: readonly Topic[] = [
  ...[capacity, doors, devToProd, isolation, backups, secrets, hardening, pins, mail, schemas, hosts],
];

export interface ListedCheck {
  readonly number: number;
  /** What it refuses, in one line. */
  readonly refuses: string;
  /** The same, restriction by restriction. */
  readonly restrictions: readonly string[];
}

/** What synth refuses, for whoever prints it. */
export function checkList(): readonly ListedCheck[] {
  return eleven.map(({ refuses, checks }, index) => ({
    number: index + 1,
    refuses,
    restrictions: checks.map((check) => check.refuses),
  }));
}

/**
 * All that synth refuses, one finding for each cause, by check and then by place. While the facts of the platform contradict
 * each other, what refuses to be built stands on them and is not told, and nothing is added up on them; what lacks a part,
 * or has one that nobody can read, is not asked for the whole.
 */
export function findings(model: Model, run: Run = modelAlone): readonly Finding[] {
  const facts = factFindings(model.platform);
  const agreed = facts.length === 0;
  const built = agreed ? model : { ...model, refused: [] };
  const askable = { facts: false, parts: true, sums: agreed, whole: agreed && isWhole(model) };
  const rest = all
    .filter(({ check }) => askable[check.asks])
    .flatMap(({ number, check }) => numbered(number, check, () => readable(check, built, check.find(built, run))));
  return [...facts, ...rest].sort(byPlace);
}

/** What contradicts itself among the facts of a platform, before anything is built on them. */
export function factFindings(platform: Platform): readonly Finding[] {
  const found = all.flatMap(({ number, check }) =>
    isFactCheck(check) ? numbered(number, check, () => check.find({ platform })) : [],
  );
  return found.sort(byPlace);
}

const all = eleven.flatMap(({ checks }, index) => checks.map((check) => ({ number: index + 1, check })));

/** Everything was built, and everything that was written can be read. */
function isWhole(model: Model): boolean {
  const objects = misshapen(model).size === 0 && strangeWords(model).length === 0;
  const blocks = blockProblems(model).every((problem) => !problem.misshapen);
  return objects && blocks && model.refused.length === 0;
}

/** An object that cannot be read to its end is read no further: the schema's word on it is enough. */
function readable(check: Check, model: Model, letters: readonly Letter[]): readonly Letter[] {
  return check === manifests ? letters : letters.filter(({ where }) => !misshapen(model).has(where));
}

function numbered(check: number, { refuses }: Check, find: () => readonly Letter[]): readonly Finding[] {
  return oneForEachCause(attempted(refuses, find)).map(({ where, what, got, cure, also = [], error }) => ({
    ...{ check, where, what, got, cure },
    ...(also.length > 0 && { also }),
    ...(error !== undefined && { error }),
  }));
}

/** No check should throw; one that does hides nothing that the others say. */
function attempted(refuses: string, find: () => readonly Letter[]): readonly Letter[] {
  try {
    return find();
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    const cure = 'correct what is named here; the check then says the rest';
    return [{ where: refuses, what: 'something cannot be read, so that nobody can judge it', got, cure, error }];
  }
}

const byPlace = (a: Finding, b: Finding): number =>
  a.check - b.check || compare(a.where, b.where) || compare(a.what, b.what) || compare(a.got, b.got);

/** By code unit: the same order in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
