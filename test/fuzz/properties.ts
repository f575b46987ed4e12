import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { header } from '../../synth/model/files.ts';
import { danglingIn } from './closed.ts';
import { type Flaw, flaws } from './flaws.ts';
import { allowed, type Judged, judge, lettersOf, slipsIn } from './judge.ts';
import { type Plan, plans } from './plan.ts';

/** @throws with what is wrong, for fast-check to make the plan smaller by */
function refuse(what: string, details: readonly string[] = []): never {
  throw new Error([what, ...details].join('\n'));
}

/** A platform that is as it should be is synthesized, passes every check, and names nothing that is not there. */
export function holds(plan: Plan): void {
  const judged = judge(plan);
  const { found, model, seconds } = judged;
  if (found.length > 0) refuse('it is refused', lettersOf(found));
  const dangling = danglingIn(model);
  if (dangling.length > 0) refuse('it names what nobody writes', dangling);
  const misread = misreadIn(judged);
  if (misread.length > 0) refuse('a reader of YAML reads something else', misread);
  if (seconds > allowed(judged)) refuse(`it takes ${seconds} s for ${model.documents.length} objects`);
}

/** The files that do not come back as what they were written from, by readers of YAML 1.1 and of 1.2. */
function misreadIn({ model, files }: Judged): readonly string[] {
  const byFile = new Map<string, unknown[]>();
  for (const { file, manifest } of model.documents) byFile.set(file, [...(byFile.get(file) ?? []), manifest]);
  return [...byFile].flatMap(([file, manifests]) =>
    (['1.1', '1.2'] as const).flatMap((version) => {
      const read = parseAllDocuments((files.get(file) ?? '').slice(header.length), { version });
      const same = JSON.stringify(read.map((one) => one.toJS())) === JSON.stringify(manifests);
      return same ? [] : [`${file} by YAML ${version}`];
    }),
  );
}

/** A platform with one flaw is refused by the check that the flaw is of, in letters, and by no other. */
export function isRefused(plan: Plan, name: string): void {
  const { check, ...flaw } = flaws[name] as Flaw;
  const judged = judge(plan, flaw);
  const { found, model, seconds } = judged;
  const slips = slipsIn(found);
  if (slips.length > 0) refuse(`${name} is a stack trace`, slips);
  if (!found.some((finding) => finding.check === check)) refuse(`${name} passes check ${check}`, lettersOf(found));
  const others = found.filter((finding) => finding.check !== check);
  if (others.length > 0) refuse(`${name} is told by another check than ${check}`, lettersOf(others));
  if (seconds > allowed(judged)) refuse(`${name} takes ${seconds} s for ${model.documents.length} objects`);
}

const names = Object.keys(flaws);

/** A plan, and for every second one a flaw that it can have. */
export const cases: fc.Arbitrary<readonly [Plan, string | undefined]> = plans.chain((plan) => {
  const fitting = names.filter((name) => flaws[name]?.fits?.(plan) ?? true);
  return fc.tuple(fc.constant(plan), fc.option(fc.constantFrom(...fitting), { nil: undefined, freq: 1 }));
});

/** @param tell is called after each five hundred cases @throws with the seed, and the smallest case that fails */
export function run(seed: number, numRuns: number, tell: (done: number) => void = () => {}): void {
  let done = 0;
  fc.assert(
    fc.property(cases, ([plan, flaw]) => {
      if (flaw === undefined) holds(plan);
      else isRefused(plan, flaw);
      if (++done % 500 === 0) tell(done);
    }),
    { seed, numRuns },
  );
}
