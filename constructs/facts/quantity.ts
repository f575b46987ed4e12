/** Bytes of `1Mi`. */
export const mebi = 2 ** 20;

const suffixes: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Bytes of a quantity as Kubernetes writes it: `512Mi`, `1Gi`, `2G`, `1048576`.
 *
 * @throws when it is no quantity of bytes.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function bytes(quantity: string | number): number {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(String(quantity)) ?? [];
  const factor = suffixes[suffix];
  if (number === undefined || factor === undefined) {
    throw new Error(`'${quantity}' is no amount of bytes: write 512Mi or 1Gi`);
  }
  return Number(number) * factor;
}

/** Thousandths of a core: `100m` is 100, `2` and `2000m` are 2000. @throws when it is no amount of CPU. */
export function millicores(quantity: string | number): number {
  const [, number, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(String(quantity)) ?? [];
  if (number === undefined) throw new Error(`'${quantity}' is no amount of CPU: write 100m or 2`);
  return milli ? Number(number) : Number(number) * 1000;
}

/** Bytes for a reader: `23.5 GiB`, `512 MiB`. */
export function readableBytes(amount: number): string {
  const [divisor, unit] = amount >= 2 ** 30 ? [2 ** 30, 'GiB'] : [2 ** 20, 'MiB'];
  return `${Number((amount / divisor).toFixed(2))} ${unit}`;
}

/** Millicores for a reader: `7.25 cores`. */
export function readableCores(amount: number): string {
  return `${Number((amount / 1000).toFixed(2))} cores`;
}
