import type { Phase } from '../../../platform/types.ts';
import type { Model } from '../../../synth/model/model.ts';
import { modelOf } from '../../support/composed.ts';
import { town, townWith } from '../../support/town.ts';

/** The town as a report sees it: with what it holds in the other phases. */
export const townIn = (phase: Phase = 3): Model => ({
  ...modelOf(town(phase)),
  inventoryIn: (variant) => town(variant.phase ?? phase).inventory,
});

/** The town in which somebody has sealed one password for good, another as a placeholder, and has said what things cost. */
export function sealedTown(): Model {
  const store = {
    'prod-shop/shop-database': {
      encryptedData: { password: 'AgA=', 'root-password': 'AgA=' },
      made: { 'root-password': '2026-11-01' },
    },
  };
  const price = { euros: 10, read: '2026-11-02', source: 'an invoice' };
  const prices = { plans: { 'vps-large': price }, storage: price, domains: { example: { ...price, euros: 12 } } };
  return { ...modelOf(townWith({ sealed: store, platform: { prices } })), inventoryIn: townIn().inventoryIn };
}

/** What would be markup, an order or the end of a value, were it not text. */
export const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><svg onload=alert(1)>',
  '&lt;b&gt; & &#60;',
  '`x` {{x}} %%{init}%%',
  'javascript:alert(1)',
  ']]>--><!--',
];

/** A model in which somebody wrote these, in turn, for reasons, names and first administrators. */
export function withTexts(model: Model, ...texts: readonly string[]): Model {
  const at = (index: number) => texts[index % texts.length] as string;
  const as = <T extends object>(one: T, fields: Partial<Record<keyof T, unknown>>): T =>
    Object.create(one, Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { value }])));
  const exceptions = model.inventory.exceptions.map((one, index) => as(one, { reason: at(index), what: at(index) }));
  const exposures = model.inventory.exposures.map((one, index) => as(one, { host: at(index), claimedBy: at(index) }));
  return { ...model, inventory: { ...model.inventory, exceptions, exposures } };
}
