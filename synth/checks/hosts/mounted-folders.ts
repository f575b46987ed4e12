/*
 * Fields: folders, checkouts and packages of each contract; HostCheckout; --collector.textfile.directory among the words of
 * containers; storage of the platform.
 * Allowed: what is mounted or read lies in the contract of every machine that the pod may run on, where others may read it;
 * what the volumes need is installed.
 */

import { isDeepStrictEqual } from 'node:util';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { contractOf } from '../../reading/contracts.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'hosts/contract/state.ts lists folders and checkouts: give back what is missing';
const textfiles = '--collector.textfile.directory=/host';

export default wholeCheck('a folder of a machine that pods count on, and that nobody makes', (model) => [
  ...checkouts(model),
  ...folders(model),
  ...strangers(model),
  ...packages(model),
]);

function checkouts(model: Model): readonly Letter[] {
  return model.inventory.hostCheckouts.flatMap(({ node, machine, repository, path, commit }) => {
    const own = contractOf(model, machine.name)?.checkouts ?? [];
    const wanted = JSON.stringify({ repository, commit, path });
    const laid = own.some((checkout) => JSON.stringify(checkout) === wanted);
    return laid ? [] : [letter(node.path, machine.name, path)];
  });
}

function folders(model: Model): readonly Letter[] {
  return podTemplates(model).flatMap(({ path, machine: pin, containers }) => {
    const words = containers.flatMap((container) => container.words).filter((word) => word.startsWith(textfiles));
    const read = words.map((word) => word.slice(textfiles.length));
    const places = model.contracts.filter(({ machine }) => pin === undefined || machine === pin);
    return places.flatMap((contract) =>
      read
        .filter((folder) => !contract.folders.some(({ path: made, mode }) => made === folder && mode === '0755'))
        .map((folder) => letter(path, contract.machine, folder)),
    );
  });
}

/** @see https://longhorn.io/docs/1.12.1/deploy/install/ */
function packages({ platform, contracts }: Model): readonly Letter[] {
  const wanted = platform.storage === 'longhorn' ? ['open-iscsi'] : [];
  return contracts
    .filter((contract) => !isDeepStrictEqual(contract.packages, wanted))
    .map(({ machine, packages: got }) => ({
      where: `hosts/${machine}`,
      what: `what ${platform.storage} needs of Debian is not ${wanted.join(', ') || 'nothing'}`,
      got: got.join(', ') || 'nothing',
      cure,
    }));
}

/** A folder of somebody's code that nobody asked for. */
function strangers({ inventory, contracts }: Model): readonly Letter[] {
  const claimed = inventory.hostCheckouts.map(({ path }) => path);
  return contracts.flatMap(({ machine, checkouts: laid }) =>
    laid
      .filter(({ path }) => !claimed.includes(path))
      .map(({ path }) => ({ where: `hosts/${machine}`, what: 'a checkout that no pod mounts', got: path, cure })),
  );
}

const letter = (where: string, machine: string, got: string): Letter => ({
  where,
  what: `a folder that nobody makes on ${machine}`,
  ...{ got, cure },
});
