/*
 * Fields: machines[*].reserved[*].systems and .states, mail.machine, buckets[*].access and .backup of the platform; BackupClaim.outside.
 * Allowed: a claim for each system that a machine has room reserved for, for the mail host, and for each bucket whose user changes objects. The
 * storage class keeps nothing but volumes, which `unsaved-volumes` looks at; Velero's bucket is itself a second copy.
 */

import type { Machine } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';

const saved = "give it a state with a backup tier in 'reserved', or backup: { none: 'why it may be lost' }";
const copied = "give it backup: 'daily', or backup: { none: 'why one copy is enough' }";

export default wholeCheck('state outside the cluster that is nobody’s claim', (model) => [
  ...model.platform.machines
    .filter(({ fromPhase }) => fromPhase <= model.platform.phase)
    .flatMap((one) => unsaved(one, model)),
  ...uncopied(model),
]);

function unsaved({ name, reserved }: Machine, { inventory, platform }: Model): readonly Letter[] {
  const systems = new Set(reserved.flatMap(({ systems = [] }) => systems));
  if (platform.mail.machine === name) systems.add('Mailcow');
  systems.delete('local-path or Longhorn');
  const own = inventory.backups.flatMap(({ machine, outside }) =>
    outside?.kind === 'machine' && machine.name === name ? [outside.of] : [],
  );
  return [...systems]
    .filter((system) => !own.includes(system))
    .map((system) => ({
      where: `platform/uyoop.ts machines ${name}`,
      what: `what ${system} keeps on ${name} is saved by nobody, and nobody is told`,
      got: own.join(', ') || 'no claim',
      cure: saved,
    }));
}

function uncopied({ inventory, platform }: Model): readonly Letter[] {
  const own = inventory.backups.flatMap(({ outside }) => (outside?.kind === 'bucket' ? [outside.bucket] : []));
  return Object.entries(platform.buckets)
    .filter(([name, { access }]) => access !== 'append' && name !== 'velero' && !own.includes(name))
    .map(([name, { region }]) => ({
      where: `platform/uyoop.ts buckets.${name}`,
      what: 'what its user deletes or breaks is gone: there is no second copy',
      got: `one copy in ${region}`,
      cure: copied,
    }));
}
