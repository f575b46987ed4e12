import { grouped } from '../../../constructs/facts/grouped.ts';
import type { Platform } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';
import { serviceAt } from './parts.ts';

/** Something that is looser than the default, and why. */
export interface ExceptionRow {
  readonly where: string;
  readonly what: string;
  readonly reason: string;
}

/** Every exception that the model holds: what constructs relax, state that is not saved, what the platform's facts mean. */
export function exceptionRows({ inventory, platform }: Model): readonly ExceptionRow[] {
  const written = inventory.exceptions.map(({ node, what, reason }) => ({
    where: node.scope?.node.path ?? '',
    what,
    reason,
  }));
  const unsaved = inventory.backups.flatMap(({ node, volume, backup }) =>
    typeof backup === 'string'
      ? []
      : [{ where: node.scope?.node.path ?? '', what: `no backup of ${volume}`, reason: backup.none }],
  );
  return together([...written, ...unsaved, ...meant(platform)]);
}

/** What is the same thing for the same reason is one row: the programs of a service share an image, and its ways. */
function together(rows: readonly ExceptionRow[]): readonly ExceptionRow[] {
  const same = grouped(rows, ({ where, what, reason }) => `${serviceAt(where)}\n${what}\n${reason}`);
  return [...same.values()].flatMap((own) => {
    const [first, ...others] = own;
    if (!first) return [];
    const rest = others.map(({ where }) => where.slice(where.lastIndexOf('/') + 1));
    return [{ ...first, where: [first.where, ...rest].join(', ') }];
  });
}

/** What the platform's own facts say why of: what is bought, deleted, or never given back. */
function meant({ machines, buckets }: Platform): readonly ExceptionRow[] {
  const bought = machines.flatMap(({ name, order: { reason } }) =>
    reason === undefined ? [] : [{ where: `machine ${name}`, what: 'ordered at OVH', reason }],
  );
  const destroys = Object.entries(buckets).flatMap(([name, { reason, expireDays, lockDays }]) =>
    reason === undefined ? [] : [{ where: `bucket ${name}`, what: lasting(expireDays, lockDays), reason }],
  );
  return [...bought, ...destroys];
}

const lasting = (expires?: number, locks?: number): string =>
  [...(expires ? [`expires after ${expires} days`] : []), ...(locks ? [`locked for ${locks} days`] : [])].join(', ');
