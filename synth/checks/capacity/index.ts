import { topic } from '../../model/check.ts';
import budgets from './budgets.ts';
import claimedMachines from './claimed-machines.ts';
import claimedPods from './claimed-pods.ts';
import keptVolumes from './kept-volumes.ts';
import ownCeilings from './own-ceilings.ts';
import replicas from './replicas.ts';

export default topic('more cores, memory or disk claimed of a machine than it has, pods that no claim covers', [
  budgets,
  claimedPods,
  claimedMachines,
  ownCeilings,
  keptVolumes,
  replicas,
]);
