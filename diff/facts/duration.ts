const seconds: Readonly<Record<string, number>> = {
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** Seconds of `15d`, `1h30m`, `P35D` or a bare number of seconds; undefined for anything else. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/^P(\d+)D$/, '$1d').replace(/^P(\d+)Y$/, '$1y');
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+(?:\.\d+)?(ms|[smhdwy]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (seconds[unit] ?? 0), 0);
}

/** `7 min`, `40 s`: how long somebody waits. */
export const readableSeconds = (amount: number): string =>
  amount >= 120 ? `${Math.ceil(amount / 60)} min` : `${Math.ceil(amount)} s`;
