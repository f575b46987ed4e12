/*
 * Fields: machines[*].role, .fromPhase and .ingress; mail.machine and crowdsec.machine of the platform.
 * Allowed: one server from phase 1 on, which K3s wants; a machine that answers on 80 and 443; machines that exist, and for
 * mail one of the phase.
 */

import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Machine, Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const oneServer = "give exactly one machine of phase 1 role: 'server'";
const someIngress = 'set ingress: true on the machine that public names lead to';
const existing = 'name a machine of the platform that the phase has';

export default factCheck(
  'no server or two of them, nothing on 80 and 443, mail or CrowdSec on no machine',
  (platform) => [
    ...servers(platform),
    ...ingress(platform),
    ...nowhere('mail.machine', platform.mail.machine, present(platform)),
    ...nowhere('crowdsec.machine', platform.crowdsec.machine, platform.machines),
  ],
);

/** A phase that does not exist is refused as such. */
const present = (platform: Platform): readonly Machine[] =>
  platform.phase >= 1 ? machinesOf(platform) : platform.machines;

const where = 'platform/uyoop.ts machines';

function servers({ machines }: Platform): readonly Letter[] {
  const found = machines.filter(({ role, fromPhase }) => role === 'server' && fromPhase === 1);
  if (found.length === 1) return [];
  const what = `${found.length} servers from phase 1 on; K3s wants exactly one`;
  return [{ where, what, got: found.map(({ name }) => name).join(', ') || 'none', cure: oneServer }];
}

function ingress({ machines }: Platform): readonly Letter[] {
  if (machines.some((machine) => machine.ingress)) return [];
  return [{ where, what: 'nothing would answer on 80 and 443', got: 'no machine with ingress', cure: someIngress }];
}

function nowhere(fact: string, machine: string, machines: readonly Machine[]): readonly Letter[] {
  const names = machines.map(({ name }) => name);
  if (names.includes(machine)) return [];
  const got = `'${machine}' (there are ${names.join(', ')})`;
  return [{ where: `platform/uyoop.ts ${fact}`, what: `${fact} is no machine that is there`, got, cure: existing }];
}
