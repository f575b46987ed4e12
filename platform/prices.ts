/** What OVH asks for something, without VAT. The catalogue moves: a price has its day and its source, and the invoice wins. */
export interface Price {
  readonly euros: number;
  /** The day on which it was read, `2026-11-23`. */
  readonly read: string;
  readonly source: string;
}

/** What is known of what the platform costs; what is not here is said to be not known. */
export interface Prices {
  /** A month, by the plan code that a machine is ordered by. */
  readonly plans: Readonly<Record<string, Price>>;
  /** A gigabyte of object storage, a month. */
  readonly storage?: Price;
  /** A domain, a year, by its last label: `fr`. */
  readonly domains: Readonly<Record<string, Price>>;
}

const catalogue = { read: '2026-11-23', source: "OVH's order catalogue for the EU, as public code quotes it" };

/** The owner's prices: whoever has the invoice writes them anew. */
export const prices: Prices = {
  plans: {
    'vps-2027-model3': { euros: 12.24, ...catalogue },
    'vps-2027-model4': { euros: 23.49, ...catalogue },
  },
  domains: {},
};
