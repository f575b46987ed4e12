import { grouped } from '../../../constructs/facts/grouped.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Price } from '../../../platform/prices.ts';
import type { Platform } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';

/** Something that is paid for. */
export interface Cost {
  readonly what: string;
  /** `a month`, or what it is counted by. */
  readonly by: string;
  /** Undefined: nobody wrote its price down. */
  readonly price?: Price;
  /** Euros a month; undefined where nobody knows. */
  readonly monthly?: number;
}

/** Everything that the phase pays for: machines, buckets, domains. */
export function costs({ platform }: Model): readonly Cost[] {
  return [...machines(platform), ...buckets(platform), ...domains(platform)];
}

/** What is known of it, a month, to the cent. */
export const knownTotal = (all: readonly Cost[]): number =>
  Math.round(all.reduce((sum, { monthly = 0 }) => sum + monthly, 0) * 100) / 100;

function machines(platform: Platform): readonly Cost[] {
  return machinesOf(platform).map(({ name, order }) => {
    const price = platform.prices?.plans[order.planCode];
    return { what: `${name}, ${order.planCode}`, by: 'a month', price, monthly: price?.euros };
  });
}

/** By what lies there, which no model knows. */
function buckets({ prices, buckets }: Platform): readonly Cost[] {
  const what = `buckets ${Object.keys(buckets).join(', ')}`;
  return [{ what, by: 'a gigabyte and month, as used', price: prices?.storage }];
}

function domains({ prices, zones }: Platform): readonly Cost[] {
  const kinds = grouped(Object.keys(zones), (zone) => zone.split('.').at(-1) ?? '');
  return [...kinds].map(([kind, own]) => {
    const price = prices?.domains[kind];
    return {
      what: `domains ${own.join(', ')}`,
      by: 'each a year',
      price,
      monthly: price && (price.euros * own.length) / 12,
    };
  });
}
