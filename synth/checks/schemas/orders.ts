/*
 * Fields: machines[*].name and .order.reason of the platform; machines of platform/owner.ts and their serviceName.
 * Allowed: facts of machines that exist; a server's name at OVH, or in words why a new one is bought.
 */

import { nearest } from '../../../constructs/facts/nearest.ts';
import type { Machine, Platform } from '../../../platform/types.ts';
import { name as label } from '../../../platform/values/names.ts';
import { reason } from '../../../platform/values/text.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const adopt =
  'write its name at OVH into platform/owner.ts, or order.reason into platform/uyoop.ts if it is to be bought';

export default factCheck('a machine that would be bought because something was left out', (platform) => {
  const strangers = strangersOf(platform);
  // A machine whose facts stand under a misspelt name is told by that name.
  const meant = strangers.map(({ meant }) => meant);
  const ordered = platform.machines.filter(
    ({ name }) => !meant.includes(name) && problemWith(label, name) === undefined,
  );
  return [...strangers.map(({ letter }) => letter), ...ordered.flatMap((machine) => bought(platform, machine))];
});

function strangersOf({ owner, machines }: Platform): { readonly meant: string; readonly letter: Letter }[] {
  const names = machines.map(({ name }) => name);
  // What is no name at all, machine-names says.
  const nameless = names.filter((machine) => !owner.machines[machine] && problemWith(label, machine) === undefined);
  const strangers = Object.keys(owner.machines).filter((machine) => !names.includes(machine));
  return strangers.flatMap((machine) => {
    const meant = nearest(machine, nameless);
    if (meant === undefined) return [];
    const where = `platform/owner.ts machines.${machine}`;
    const what = 'facts of a machine that the platform does not have';
    const cure = `did you mean '${meant}'? Otherwise take them out`;
    return [{ meant, letter: { where, what, got: `'${machine}' (the machines are ${names.join(', ')})`, cure } }];
  });
}

function bought({ owner, mail }: Platform, { name, ingress, order }: Machine): readonly Letter[] {
  const facts = owner.machines[name];
  // That its facts are needed, machine-facts says.
  if (!facts && (ingress || name === mail.machine)) return [];
  if (facts?.serviceName !== undefined || problemWith(reason, order.reason) === undefined) return [];
  const what = `machine '${name}' would be ordered at OVH, and paid`;
  return [{ where: `platform/uyoop.ts machine '${name}'`, what, got: 'no serviceName and no reason', cure: adopt }];
}
