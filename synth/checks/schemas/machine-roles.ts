/*
 * Fields: machines[*].role, .fromPhase and .ingress; mail.machine and crowdsec.machine of the platform.
 * Allowed: one server in all and from phase 1 on, as K3s wants it with its own datastore; a machine that answers on 80 and 443; machines that exist, and for
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
  const found = machines.filter(({ role }) => role === 'server');
  const [first, ...more] = found;
  if (first?.fromPhase === 1 && more.length === 0) return [];
  const what = `${found.length} machines with role 'server'; K3s wants exactly one, from phase 1 on`;
  const got = found.map(({ name, fromPhase }) => `${name} from phase ${fromPhase}`).join(', ') || 'none';
  return [{ where, what, got, cure: oneServer }];
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
