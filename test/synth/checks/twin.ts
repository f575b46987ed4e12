import { describe, expect, it } from 'vitest';
import { findings } from '../../../synth/checks/index.ts';
import { oneForEachCause } from '../../../synth/model/causes.ts';
import type { Check } from '../../../synth/model/check.ts';
import type { Letter } from '../../../synth/model/finding.ts';
import type { Model } from '../../../synth/model/model.ts';
import { modelAlone, type Run } from '../../../synth/model/run.ts';
import { scratch } from './scratch.ts';

/** A model, and what a run knows beside it. */
type Subject = Model | { readonly model: Model; readonly run: Partial<Run> };

/** What synth finds in a model, as one line each. */
export function letters(subject: Subject): readonly string[] {
  const { model, run } = partsOf(subject);
  return findings(model, run).map(line);
}

/**
 * The twin of a check: ill models that trip it and nothing else, each with one letter for each cause, and healthy ones beside
 * them. The small platform of the tests is healthy for every check.
 */
export function twin(check: Check) {
  describe(check.refuses, () => {
    it('is no fault of a healthy platform', () => expect(check.find(scratch(), modelAlone)).toEqual([]));
  });
  return {
    refuses: (title: string, make: () => Subject, ...expected: readonly [string, ...string[]]) =>
      it(`${check.refuses}: ${title}`, () => {
        const { model, run } = partsOf(make());
        const found = letters({ model, run });
        const own = oneForEachCause(check.find(model, run)).map(line);
        expect(found).toEqual(own.toSorted());
        expect(found).toEqual(expected.map((text) => expect.stringContaining(text)));
      }),
    takes: (title: string, make: () => Subject) =>
      it(`${check.refuses}: not ${title}`, () => expect(letters(make())).toEqual([])),
  };
}

function partsOf(subject: Subject): { readonly model: Model; readonly run: Run } {
  return 'model' in subject
    ? { model: subject.model, run: { ...modelAlone, ...subject.run } }
    : { model: subject, run: modelAlone };
}

const line = ({ where, what, got, also = [] }: Letter): string =>
  `${where}: ${what}, got ${got}${also.length > 0 ? ` (also ${also.join(', ')})` : ''}`;
