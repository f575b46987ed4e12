import type { Model } from '../../model/model.ts';
import { type Cost, costs, knownTotal } from '../facts/costs.ts';
import { type Hole, html } from './markup.ts';
import { day, type Section, table } from './pieces.ts';

/** `35.73 €`. */
export const euros = (amount: number): string => `${amount.toFixed(2)} €`;

/** What the platform costs a month, as far as somebody wrote it down. */
export function costsSection(model: Model): Section {
  const all = costs(model);
  const unknown = all.filter(({ price }) => price === undefined).length;
  return {
    id: 'costs',
    title: 'Cost a month',
    deck: `${euros(knownTotal(all))} without VAT are known${unknown > 0 ? `; of ${unknown} more nobody wrote down a price in platform/prices.ts` : ''}. Everything else is free software.`,
    body: table('Cost', columns, [
      ...all.map(row),
      [html`<strong>known</strong>`, '', '', html`<strong>${euros(knownTotal(all))}</strong>`, '', ''],
    ]),
  };
}

const columns = [
  { title: 'what' },
  { title: 'price', kind: 'number' as const },
  { title: 'by' },
  { title: 'a month', kind: 'number' as const },
  { title: 'read on' },
  { title: 'where' },
];

const row = ({ what, by, price, monthly }: Cost): readonly Hole[] => [
  what,
  price ? euros(price.euros) : html`<span class="dim">not known</span>`,
  by,
  monthly === undefined ? html`<span class="dim">–</span>` : euros(monthly),
  price ? day(price.read, 'since') : '',
  price?.source ?? '',
];
