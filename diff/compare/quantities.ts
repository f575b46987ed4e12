import { amountOf } from '../../synth/reading/quantities.ts';

const amounts: readonly string[] = [
  'requests',
  'limits',
  'hard',
  'capacity',
  'default',
  'defaultRequest',
  'max',
  'min',
];
const fields: readonly string[] = ['sizeLimit', 'storage', 'cpu', 'memory'];
const quantity = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE])?$/;

/** Whether two amounts are one to Kubernetes, which keeps `1024Mi` as `1Gi`. */
export function sameQuantity(path: readonly string[], before: unknown, after: unknown): boolean {
  const isAmount = fields.includes(path.at(-1) ?? '') || amounts.includes(path.at(-2) ?? '');
  if (!isAmount || ![before, after].every((value) => quantity.test(String(value)))) return false;
  return amountOf(before) === amountOf(after);
}
