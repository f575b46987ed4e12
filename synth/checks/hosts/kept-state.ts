/*
 * Fields: state and k3s.storage of each contract; BackupClaim.
 * Allowed: each claim once, on its own machine, with its tier, where it lies and how it is dumped; nothing that nobody claims.
 */

import type { BackupClaim } from '../../../constructs/facts/claim.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { StateContract } from '../../model/machine-contract.ts';
import type { Model } from '../../model/model.ts';
import { contractOf } from '../../reading/contracts.ts';

const cure = 'hosts/contract/state.ts makes it of every claim: give back what is missing';
/** local-path makes a folder `<id>_<namespace>_<claim>` in here. @see https://docs.k3s.io/storage */
const volumes = '/var/lib/rancher/k3s/storage';

export default wholeCheck('state that the backup job is not told of', (model) => [
  ...untold(model),
  ...unclaimed(model),
]);

function untold(model: Model): readonly Letter[] {
  return model.inventory.backups.flatMap((claim): readonly Letter[] => {
    const own = contractOf(model, claim.machine.name)?.state ?? [];
    const got = own.filter(isOf(claim)).map(said).join('; ') || 'nothing';
    const wanted = said(wantedOf(claim));
    if (got === wanted) return [];
    return [{ where: claim.node.path, what: `${claim.machine.name} is not told: ${wanted}`, got, cure }];
  });
}

function unclaimed({ inventory, contracts }: Model): readonly Letter[] {
  return contracts.flatMap(({ machine, state }) =>
    state
      .filter((one) => !inventory.backups.some((claim) => claim.machine.name === machine && isOf(claim)(one)))
      .map((one) => ({ where: `hosts/${machine}`, what: 'a state that nobody claims', got: said(one), cure })),
  );
}

const isOf =
  ({ namespace, volume }: Pick<BackupClaim, 'namespace' | 'volume'>) =>
  (one: StateContract) =>
    one.namespace === namespace && one.volume === volume;

function wantedOf({ namespace, volume, backup, dump, outside, freshFile }: BackupClaim): StateContract {
  const common = { namespace, volume, tier: typeof backup === 'string' ? backup : 'none' } as const;
  switch (outside?.kind) {
    case 'machine': {
      const command = outside.dump === undefined ? {} : { dump: { command: ['sh', '-c', outside.dump] } };
      return { ...common, runtime: 'machine', paths: outside.paths, ...command };
    }
    case 'bucket':
      return { ...common, runtime: 'bucket', paths: [outside.bucket] };
    case undefined: {
      const { pod, command } = dump ?? {};
      const rest = {
        ...(pod && command && { dump: { pod, command } }),
        ...(freshFile !== undefined && { fresh: freshFile }),
      };
      return { ...common, runtime: 'k3s', paths: [`${volumes}/*_${namespace}_${volume}`], ...rest };
    }
  }
}

/** All of it: a letter that left a word out would find two states the same. */
function said({ volume, runtime, tier, paths, dump, fresh }: StateContract): string {
  const age = fresh === undefined ? '' : `, as old as ${fresh}`;
  const after = dump ? `, after ${JSON.stringify(dump)}` : '';
  return `${volume} of ${runtime}, ${tier}, at ${paths.join(' and ')}${age}${after}`;
}
