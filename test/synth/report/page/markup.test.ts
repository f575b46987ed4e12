import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { html, joined, Markup } from '../../../../synth/report/page/markup.ts';
import { day, listed, prose, table } from '../../../../synth/report/page/pieces.ts';
import { hostile } from '../town.ts';

describe('a template', () => {
  it.each(hostile)('takes %s for text, between tags and between quotes', (text) => {
    const { text: written } = html`<p title="${text}">${text}</p>`;
    expect(written).toMatch(/^<p title="[^"<>']*">[^<>"']*<\/p>$/);
    const inner = (/>(.*)</s.exec(written)?.[1] ?? '').replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => {
      return { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }[name] as string;
    });
    expect(inner).toBe(text);
  });

  it('takes numbers, lists, what is markup already, and nothing', () => {
    const row = (name: string) => html`<b>${name}</b>`;
    expect(html`${[1, 'a<', row('<')]}${undefined}${false}${[]}`.text).toBe('1a&lt;<b>&lt;</b>');
    expect(html`${joined(['a', row('b'), 'c'], ', ')}`.text).toBe('a, <b>b</b>, c');
  });

  it('takes no text for markup but the two files that the page is made of', () => {
    const folder = join(import.meta.dirname, '../../../../synth/report/page');
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    const makers = files.filter((file) => /new Markup\(/.test(readFileSync(join(folder, file), 'utf8')));
    expect(makers.sort()).toEqual(['markup.ts', 'page.ts']);
    const page = readFileSync(join(folder, 'page.ts'), 'utf8');
    expect(page.match(/new Markup\([^)]*\)/g)).toEqual(['new Markup(style)', 'new Markup(script)']);
    expect(html`${new Markup('<i>')}`.text).toBe('<i>');
  });
});

describe('a piece of the page', () => {
  it('is a table whose first cells head their rows, and which scrolls by the keyboard too', () => {
    const { text } = table('Names', [{ title: 'name' }, { title: 'how many', kind: 'number' }], [['<a>', 3]]);
    expect(text).toContain('<th scope="row">&lt;a&gt;</th><td class="number">3</td>');
    expect(text).toContain('role="region" aria-label="Names" tabindex="0"');
  });

  it('is a day that stands there without a clock, or says that nobody knows it', () => {
    expect(html`${day('2026-11-23', 'due')}`.text).toBe('<time datetime="2026-11-23" data-due>2026-11-23</time>');
    expect(html`${day(undefined, 'since')}`.text).toContain('not known');
  });

  it('is a sentence in which backticks mean code, and nothing means markup', () => {
    expect(html`${prose('give `<admin>` another')}`.text).toBe('give <code>&lt;admin&gt;</code> another');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
