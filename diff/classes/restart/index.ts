import type { ChangeClass } from '../../change/change.ts';
import { closedPairs } from './closed.ts';
import { lostHosts } from './hosts.ts';
import { restartOrder } from './order.ts';
import { charts, restarts, scaled, stops } from './restarts.ts';

/** What stops, or stops for a while. */
export const restart: ChangeClass = {
  name: 'restart',
  title: 'Restarts',
  rules: [restarts, charts, scaled, stops],
  consequences: [restartOrder, lostHosts, closedPairs],
};
