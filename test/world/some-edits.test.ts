import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { someEdits } from './edits.ts';
import { measure } from './measure.ts';
import { figuresOf, reportOf } from './report.ts';

const crds = fileURLToPath(new URL('../../imports/crds', import.meta.url));
/** Always the same ones: `npm run test:world` makes them all, and others by chance. */
const seed = 1;

test('edits of every kind: what synth accepts, the readers that are built here accept, and each refusal says what to do', async () => {
  const measured = await measure(someEdits(seed, 250), { crds, build: false });
  const { edits, accepted, disagreements, poorLetters } = figuresOf(measured);
  expect(edits).toBe(250);
  expect(accepted).toBeGreaterThan(50);
  expect({ disagreements, poorLetters }, reportOf(seed, measured)).toEqual({ disagreements: 0, poorLetters: 0 });
}, 120_000);
