/*
 * Fields: machines[*].cores, .memory, .disk, .reserved[*].cpu, .memory and .disk.
 * Allowed: bytes as 512Mi or 20Gi, CPU as 100m or 2.
 */

import type { Machine } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const cure = 'write bytes as 512Mi or 20Gi, and CPU as 100m or 2';

export default factCheck('amounts of a machine that nobody can read', ({ machines }) => machines.flatMap(unreadable));

function unreadable({ name, cores, memory, disk, reserved }: Machine): readonly Letter[] {
  const amounts = [
    ['cores', String(cores), cpu],
    ['memory', memory, bytes],
    ['disk', disk, bytes],
    ...reserved.flatMap((one) => [
      [`cpu of '${one.name}'`, one.cpu, cpu] as const,
      [`memory of '${one.name}'`, one.memory, bytes] as const,
      [`disk of '${one.name}'`, one.disk, bytes] as const,
    ]),
  ] as const;
  const wrong = amounts.filter(([, amount, form]) => !form.test(amount));
  if (wrong.length === 0) return [];
  const got = wrong.map(([what, amount]) => `${what} '${amount}'`).join(', ');
  return [{ where: `platform/uyoop.ts ${name}`, what: 'an amount that nobody can read', got, cure }];
}

const bytes = /^\d+(\.\d+)?[MG]i$/;
const cpu = /^\d+(\.\d+)?m?$/;
