import { describe, expect, it } from 'vitest';
import { gateOf } from '../../diff/change/gate.ts';
import { waive } from '../../diff/change/waivers.ts';
import { differenceBetween } from '../../diff/diff.ts';
import { markdownReport } from '../../diff/report/markdown.ts';
import { fixture } from '../support/platform.ts';
import { requests } from './requests.ts';

/** What is counted alone moves with every construct: the sentences are what is kept. */
const withoutCounts = (markdown: string): string =>
  markdown
    .replace(/(<\/summary>\n)[\s\S]*?(\n<\/details>)/g, '$1$2')
    .replace(/(, )?\d+ routine/, '')
    .replace(/Routine \(\d+\)/, 'Routine');

describe('the report of a merge request', () => {
  it.each(Object.entries(requests))('%s', async (name, request) => {
    const { before, after } = request();
    const difference = differenceBetween(before, after, fixture);
    const gate = gateOf(difference.changes, 'data-loss', waive(new Map(), difference.changes, '2026-11-26'));
    const text = markdownReport({ base: 'main', ...difference, gate, warnings: [] });
    await expect(withoutCounts(text)).toMatchFileSnapshot(`${name}.md`);
  });
});
