import { expect, test } from 'vitest';
import { refusals } from '../../../synth/report/refusals.ts';

/** Printed anew by `npx vitest run --project unit test/synth/report/refusals.test.ts -u`. */
test('docs/refusals.md is what the code refuses', async () => {
  await expect(refusals()).toMatchFileSnapshot('../../../docs/refusals.md');
});
