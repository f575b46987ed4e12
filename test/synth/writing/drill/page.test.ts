import { expect, test } from 'vitest';
import { drillPlan } from '../../../../synth/writing/drill/drill-files.ts';
import { drillMarkdown } from '../../../../synth/writing/drill/page.ts';
import { own } from '../../../support/own.ts';

const { platform, inventory } = own(3, 'flux');
const plan = drillPlan(platform, inventory);
const page = drillMarkdown(plan);

test('the page has a row and a section for each step, with all that it runs and shows', () => {
  for (const { id, run, shows } of plan.steps) {
    expect(page).toContain(`| ${id} |`);
    expect(page).toContain(`### ${id} (`);
    for (const line of [...run, ...shows.map((proof) => proof.run)]) expect(page).toContain(line);
  }
});

test('the page adds up the minutes', () => {
  const minutes = plan.steps.reduce((sum, one) => sum + one.minutes, 0);
  expect(page).toContain(`in at most ${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`);
});

test('the page names what only a person does', () => {
  for (const { byHand } of plan.steps) if (byHand !== undefined) expect(page).toContain(`# by hand: ${byHand}`);
});
