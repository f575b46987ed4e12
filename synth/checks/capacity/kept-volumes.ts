/*
 * Fields: kept of the platform; PersistentVolumeClaim metadata.
 * Allowed: a volume on a machine that there is, which no service claims: it would be counted nowhere, or twice.
 */

import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { volumeClaims } from '../../reading/volume-claims.ts';

export default check('volumes of services that are gone, on no machine or claimed again', (model) => {
  const machines = machinesOf(model.platform).map(({ name }) => name);
  const claimed = new Set(volumeClaims(model).map(({ id }) => id));
  return (model.platform.kept ?? []).flatMap(({ namespace, volume, machine }): Letter[] => {
    const where = `platform/kept.ts ${namespace}/${volume}`;
    const unknown = { where, what: 'lies on a machine that the phase does not have', got: `'${machine}'` };
    const again = { where, what: 'is claimed again, so that it would count twice', got: `${namespace}/${volume}` };
    return [
      ...(machines.includes(machine) ? [] : [{ ...unknown, cure: `name one of ${machines.join(', ')}` }]),
      ...(claimed.has(`${namespace}/${volume}`) ? [{ ...again, cure: 'take it out of the list' }] : []),
    ];
  });
});
