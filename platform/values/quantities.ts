import type { Bytes, Cpu } from '../types.ts';
import { matching, valueKind } from './value-kind.ts';

/** Memory or disk. Kubernetes also takes `1e9` or `500k`; one way to write it is enough for a reader. */
export const size = valueKind(
  { what: 'size', rule: "a number above 0 with its unit, as '512Mi' or '20Gi'", reader: 'Kubernetes' },
  (value) => matching(/^(?!0+(\.0+)?[MG]i)\d{1,7}(\.\d{1,3})?[MG]i$/)(value) as Bytes | undefined,
  (value) => {
    const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([mgMG])i?[bB]?$/.exec(String(value)) ?? [];
    return number && unit && Number(number) > 0 ? (`${number}${unit.toUpperCase()}i` as Bytes) : undefined;
  },
);

/** The same for a program that takes no fractions. */
export const wholeSize = valueKind(
  { what: 'size in whole units', rule: "a whole number above 0 with its unit, as '128Mi'", reader: 'Valkey' },
  (value) => matching(/^(?!0+[MG]i)\d{1,7}[MG]i$/)(value) as Bytes | undefined,
);

/** CPU time. */
export const cpu = valueKind(
  { what: 'amount of CPU', rule: "thousandths of a core as '100m', or cores as '2', above 0", reader: 'Kubernetes' },
  (value) => matching(/^(?!0+(\.0+)?m?$)(\d{1,7}m|\d{1,4}(\.\d{1,3})?)$/)(value) as Cpu | undefined,
);
