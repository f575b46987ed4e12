import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '../../main.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { type Reach, reachability } from '../../synth/reading/reachability.ts';
import { graphOf } from '../../synth/report/facts/graph.ts';
import { shortRoutes } from '../../synth/report/facts/routes.ts';
import { pageOf } from '../../synth/report/page/page.ts';
import { hostile, sealedTown, withTexts } from '../synth/report/town.ts';
import { program, Reader } from './browser.ts';

const own = compose(uyoop, {});
const html = pageOf(own);
/** Where names are needed: the owner may take out any of his. */
const town = sealedTown();
const small = pageOf(town);
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const cellsOf = async (page: Page, name: string): Promise<readonly (readonly string[])[]> =>
  Promise.all(
    (await page.locator(`[data-pairs=${name}] tbody tr`).all()).map((row) => row.locator('td').allTextContents()),
  );

const cells = (rows: readonly Reach[]) => rows.map(({ from, to, ports }) => [from, to, ports]);

/** What axe calls serious, or worse. */
async function seriousIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as axe.AxeResults;
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.skipIf(program === undefined)('the report in Chromium', () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await Reader.begin();
  });
  afterAll(() => reader?.end());

  it('is there, says nothing against itself, and asks nobody for anything', async () => {
    const { page, heard } = await reader.opens(html);
    expect(await page.title()).toBe(`${uyoop.name}, phase ${uyoop.phase}`);
    expect(await page.locator('section').count()).toBe(9);
    expect(await page.locator('.line').count()).toBe(graphOf(own).lines.length);
    for (const link of await page.locator('nav a').all()) await link.click();
    const ragged =
      '[...document.querySelectorAll("table")].filter(({ rows }) => [...rows].some(({ cells }) => cells.length !== rows[0].cells.length)).map((one) => one.parentElement.ariaLabel)';
    expect(await page.evaluate(ragged)).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('has the matrix that synth has computed, pair by pair', async () => {
    const { page } = await reader.opens(html);
    const { internet, pods, addresses } = reachability(own);
    expect(await cellsOf(page, 'pods')).toEqual(cells(pods));
    expect(await cellsOf(page, 'addresses')).toEqual(cells(addresses));
    expect(await cellsOf(page, 'internet')).toEqual(cells(shortRoutes(own, internet)));
    const numbers = (await page.locator('.grid button').allTextContents()).map(Number);
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(pods.length + addresses.length);
  });

  it('shows where nothing may be, from dev to prod, and that nothing is', async () => {
    const { page } = await reader.opens(small);
    const cells = await page.locator('.grid .forbidden').allTextContents();
    expect([cells.length > 2, cells.join('')]).toEqual([true, '']);
    expect(await page.locator('#matrix .deck').textContent()).toContain('No pod of dev reaches a pod of prod.');
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds serious, in %s', async (colorScheme) => {
    const { page } = await reader.opens(html, { colorScheme });
    await page.locator('details').first().locator('summary').click();
    expect(await seriousIn(page)).toEqual([]);
  });

  it('would not pass axe with a pale word', async () => {
    const { page } = await reader.opens(html.replace(/<main.*<\/main>/s, '<main><h2>Pale</h2></main>'));
    await page.evaluate("document.querySelector('h2').style.color = '#ccc'");
    expect(await seriousIn(page)).toEqual([expect.stringContaining('color-contrast')]);
  });

  it('fits on a phone: what is wide scrolls inside itself', async () => {
    const { page } = await reader.opens(html, phone);
    for (const width of [320, 360, 768]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    await page.locator('[data-spot="kube-system/traefik"]').tap();
    await expect.poll(() => page.locator('.says li').count()).toBeGreaterThan(3);
    expect(await page.locator('.says').isVisible()).toBe(true);
  });

  it('is all there on paper, and nothing is cut off at its side', async () => {
    const { page } = await reader.opens(html, { viewport: { width: 680, height: 960 } });
    const paper = await page.pdf({ format: 'A4' });
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav, .says, .filter').filter({ visible: true }).count()).toBe(0);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    const wide =
      '[...document.querySelectorAll("table")].filter((one) => one.scrollWidth > 680).map((one) => one.parentElement.ariaLabel)';
    expect(await page.evaluate(wide)).toEqual([]);
  });

  it('shows the sentences behind a name to whoever points at it, and the one behind a line', async () => {
    const { page } = await reader.opens(small);
    const says = page.locator('.says li');
    const wanted = graphOf(town).lines.filter(({ from, to }) => [from, to].includes('prod-shop/shop'));
    await page.locator('[data-spot="prod-shop/shop"]').hover();
    expect((await says.allTextContents()).sort()).toEqual(wanted.map((line) => line.says).sort());
    const line = page.locator('[data-from="security/vault"][data-to="prod-shop/shop"]');
    expect(await line.getAttribute('aria-label')).toBe(wanted.find(({ from }) => from === 'security/vault')?.says);
    await line.dispatchEvent('pointerenter');
    expect(await page.locator('.says .told').allTextContents()).toEqual([await line.getAttribute('aria-label')]);
  });

  it('goes from name to name and through the lines by the keyboard, and holds one', async () => {
    const { page } = await reader.opens(small);
    const names = graphOf(town).spots.map(({ id }) => id);
    const focused = () => page.evaluate('document.activeElement.dataset.spot ?? document.activeElement.ariaLabel');
    await page.locator('.spot[tabindex="0"]').focus();
    expect(await focused()).toBe(names[0]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(names[2]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toContain(names[1]);
    expect(await page.locator('.says .told').allTextContents()).toEqual([await focused()]);
    await page.keyboard.press('Enter');
    await page.locator('h1').hover();
    expect(await page.locator('.says h3').textContent()).toBe(names[1]);
    expect(await page.locator('.drawing.chosen').count()).toBe(1);
  });

  it('filters the pairs by words, by both ends, and by a cell of the small matrix', async () => {
    const { page } = await reader.opens(small);
    const left = () => page.locator('.pairs tbody tr:visible').count();
    const { pods, addresses, internet } = reachability(town);
    const all = [...shortRoutes(town, internet), ...pods, ...addresses];
    const field = page.locator('#filter');
    await field.fill('TCP/3306 vault');
    const words = all.filter(({ from, to, ports }) => /3306/.test(ports) && /vault/.test(`${from} ${to} ${ports}`));
    expect([await left(), words.length > 1]).toEqual([words.length, true]);
    expect(await page.locator('#filtered').textContent()).toBe(`${words.length} of ${all.length} pairs`);
    await field.fill('prod-shop/shop → vault');
    const ends = pods.filter(({ from, to }) => from.startsWith('prod-shop/shop') && to.includes('/vault'));
    expect([await left(), ends.length > 1]).toEqual([ends.length, true]);
    await page.locator('[data-filter="monitoring/ → kube-system/"]').click();
    const namespaces = pods.filter(({ from, to }) => from.startsWith('monitoring/') && to.startsWith('kube-system/'));
    expect([await left(), namespaces.length > 1]).toEqual([namespaces.length, true]);
    await field.fill('');
    expect(await left()).toBe(all.length);
  });

  it('counts ages by the reader’s own clock, and marks what is over', async () => {
    const told = async (now: string) => {
      const { page } = await reader.opens(small, {}, now);
      const spent = await page.locator('.life .part').getAttribute('width');
      return [...(await page.locator('#secrets time').allTextContents()), spent];
    };
    expect(await told('2027-01-30T23:00:00Z')).toEqual(['2026-11-01 (90 days ago)', '2027-04-30 (in 90 days)', '51']);
    expect(await told('2027-05-02T00:00:00Z')).toEqual([
      '2026-11-01 (182 days ago)',
      '2027-04-30 (over 2 days ago)',
      '100',
    ]);
  });

  it('says the same without a script, days included', async () => {
    const { page, heard } = await reader.opens(small, { javaScriptEnabled: false });
    expect(await page.locator('#secrets time').allTextContents()).toEqual(['2026-11-01', '2027-04-30']);
    expect(await page.locator('.pairs tbody tr').count()).toBeGreaterThan(50);
    expect(await page.locator('.line title').first().textContent()).toContain('may reach');
    expect(heard).toEqual([]);
  });

  it('runs nothing that somebody wrote into the model', async () => {
    const texts = hostile.filter((one) => !one.includes('`'));
    const { page, heard } = await reader.opens(pageOf(withTexts(town, ...texts)));
    const names = await page.locator('.way h3').allTextContents();
    expect(names).toEqual(names.map((_, index) => texts[index % texts.length]));
    expect(names.length).toBeGreaterThanOrEqual(texts.length - 1);
    for (const text of texts) expect(await page.getByText(text, { exact: true }).count()).toBeGreaterThan(0);
    expect(await page.locator('main script, main img, main svg[onload], [onmouseover]').count()).toBe(0);
    expect(heard).toEqual([]);
  });
});

it.runIf(program === undefined)('no Chromium is here: the report was looked at by nobody', () => {
  expect(program).toBeUndefined();
});
