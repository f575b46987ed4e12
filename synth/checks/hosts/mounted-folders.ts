/*
 * Fields: folders and checkouts of each contract; HostCheckout; --collector.textfile.directory among the words of containers.
 * Allowed: what is mounted or read lies in the contract of every machine that the pod may run on.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'hosts/contract/state.ts lists folders and checkouts: give back what is missing';
const textfiles = '--collector.textfile.directory=/host';

export default wholeCheck('a folder of a machine that pods count on, and that nobody makes', (model) => [
  ...checkouts(model),
  ...folders(model),
]);

function checkouts({ inventory, contracts }: Model): readonly Letter[] {
  return inventory.hostCheckouts.flatMap(({ node, machine, path, commit }) => {
    const own = contracts.find((contract) => contract.machine === machine.name)?.checkouts ?? [];
    const laid = own.some((checkout) => checkout.path === path && checkout.commit === commit);
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
        .filter((folder) => !contract.folders.some((one) => one.path === folder))
        .map((folder) => letter(path, contract.machine, folder)),
    );
  });
}

const letter = (where: string, machine: string, got: string): Letter => ({
  where,
  what: `a folder that nobody makes on ${machine}`,
  ...{ got, cure },
});
