import { dataLoss } from './data-loss.ts';
import { dataLossOutside } from './data-loss-outside.ts';
import { exposure } from './exposure.ts';
import { hands } from './hands.ts';
import { milder } from './milder.ts';
import { privilege } from './privilege.ts';
import { replace } from './replace.ts';
import { restart } from './restart.ts';
import { capacity, version } from './version.ts';

/** Every pair and what is said of it, by class. */
export const corpus = {
  'data-loss': [...dataLoss, ...dataLossOutside],
  replace,
  exposure,
  privilege,
  hands,
  restart,
  version,
  capacity,
  milder,
};
