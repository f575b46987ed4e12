import { type Hole, html, type Markup } from './markup.ts';

/** A part of the page: what it is about, and in one sentence what it says. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly deck: Hole;
  readonly body: Hole;
}

export const sectionOf = ({ id, title, deck, body }: Section): Markup => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="deck">${deck}</p>
${body}
</section>`;

/** `number` stands to the right; `tight` is never broken; `wide` is prose. */
export interface Column {
  readonly title: string;
  readonly kind?: 'number' | 'tight' | 'wide';
}

/** A table that scrolls inside itself; its first cells are the heads of their rows. */
export function table(name: string, columns: readonly Column[], rows: readonly (readonly Hole[])[]): Markup {
  const side = (index: number): Hole => columns[index]?.kind && html` class="${columns[index]?.kind}"`;
  const head = columns.map(({ title }, index) => html`<th scope="col"${side(index)}>${title}</th>`);
  const cells = (row: readonly Hole[]) =>
    row.map((cell, index) =>
      index === 0 ? html`<th scope="row"${side(0)}>${cell}</th>` : html`<td${side(index)}>${cell}</td>`,
    );
  return html`
<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

/** A day, which the browser says the distance of: `due` is one that should lie ahead. */
export const day = (date: string | undefined, kind: 'since' | 'due'): Hole =>
  date === undefined
    ? html`<span class="dim">not known</span>`
    : html`<time datetime="${date}" data-${kind}>${date}</time>`;

/** A share of a whole, from 0 to 1, as a bar. What it says stands beside it. */
export function bar(share: number): Markup {
  const filled = Math.min(100, Math.max(0, share * 100));
  const full = share > 0.9 ? ' full' : '';
  return html`<svg class="bar${full}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="6"/><rect class="part" width="${Number(filled.toFixed(1))}" height="6"/></svg>`;
}

/** `1 name`, `3 names`. */
export const count = (many: number, one: string, more = `${one}s`): string => `${many} ${many === 1 ? one : more}`;

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** The first two, and how many more there are. */
export const firstOf = (words: readonly string[]): string =>
  words.length > 3 ? `${words.slice(0, 2).join(', ')} and ${words.length - 2} more` : words.join(', ');

/** A sentence of ours, in which words between backticks are code. */
export const prose = (text: string): Hole =>
  text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
