import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../synth/report/page/markup.ts';
import { pageOf } from '../../../../synth/report/page/page.ts';
import { prose } from '../../../../synth/report/page/pieces.ts';
import { hostile, sealedTown, townIn, withTexts } from '../town.ts';

const page = pageOf(sealedTown());
const between = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';

describe('the page', () => {
  it('lets a browser run the two texts that it holds, and nothing else', () => {
    const sum = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    expect(policy.split('; ').sort()).toEqual(
      [
        ...["base-uri 'none'", "default-src 'none'", "form-action 'none'", 'img-src data:'],
        ...[`script-src ${sum(between('script'))}`, `style-src ${sum(between('style'))}`],
      ].sort(),
    );
    expect(page.match(/<(script|style)\b/g)).toEqual(['<style', '<script']);
    expect(between('script').length).toBeGreaterThan(1000);
  });

  it('asks nobody for anything, and carries no style or order in an attribute', () => {
    const outside = page.replace(between('script'), '').replace(between('style'), '');
    expect(outside).not.toMatch(/ (style|on\w+)=/);
    const addresses = [...outside.matchAll(/ (?:href|src|action|srcset|xlink:href)="([^"]*)"/g)].map(([, to]) => to);
    expect(addresses.filter((to) => !/^(#[a-z-]+|[a-z]+\.md|data:,)$/.test(to ?? ''))).toEqual([]);
    expect(`${between('style')}${between('script')}`).not.toMatch(/https?:|@import|url\((?!#)|fetch\(|eval\(/);
  });

  it('is the same twice, whatever the day', () => {
    expect(pageOf(sealedTown())).toBe(page);
    expect(page).toContain('<time datetime="2027-04-30" data-due>2027-04-30</time>');
    expect(page).toContain('10.00 €');
  });

  it('is there in every phase, and in a town where nothing is known', () => {
    for (const phase of [1, 2, 3] as const) expect(pageOf(townIn(phase))).toContain(`phase ${phase}</title>`);
  });

  it('has an anchor for each place that it leads to', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(to);
  });

  it.each(hostile)('shows %s for what it is, wherever somebody writes it', (text) => {
    const written = pageOf(withTexts(townIn(), text));
    const escaped = html`${text}`.text;
    // Words between backticks are code.
    const shown = text.includes('`') ? html`${prose(text)}`.text : escaped;
    expect(written.split(shown).length).toBeGreaterThan(5);
    if (escaped !== text) expect(written).not.toContain(text);
  });
});
