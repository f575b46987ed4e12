const factors: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/**
 * An amount as Kubernetes reads it, in whole bytes or cores: `512Mi`, `100m`, `1e3`. Undefined where none is written; 0 where
 * nobody can read it, which the check of schemas refuses.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const [, digits, suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.exec(String(value)) ?? [];
  if (digits === undefined) return 0;
  const factor = suffix === '' ? 1 : (factors[suffix] ?? 10 ** Number(suffix.slice(1)));
  return Number(digits) * factor;
}

/** The same in thousandths of a core. */
export function millicoresOf(value: unknown): number | undefined {
  const cores = amountOf(value);
  // 0.1 cores are 100, and not what a binary fraction makes of them.
  return cores === undefined ? undefined : Number((cores * 1000).toFixed(6));
}
