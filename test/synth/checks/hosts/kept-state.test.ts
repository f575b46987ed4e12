import check from '../../../../synth/checks/hosts/kept-state.ts';
import type { StateContract } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);

/** CORE-PROD is told something else of one state. */
const toldOf = (volume: string, change: (state: StateContract) => readonly StateContract[]) => () =>
  told('core-prod', ({ state }) => ({ state: state.flatMap((one) => (one.volume === volume ? change(one) : [one])) }));

refuses(
  'a database',
  toldOf('wiki-database', () => []),
  'core-prod is not told: wiki-database of k3s, daily, after',
);
refuses(
  'its dump',
  toldOf('wiki-database', ({ dump: _, ...rest }) => [rest]),
  'got wiki-database of k3s, daily',
);
refuses(
  'its tier',
  toldOf('wiki-database', (one) => [{ ...one, tier: 'weekly' }]),
  'got wiki-database of k3s, weekly, after',
);
refuses(
  "a program's of the machine",
  toldOf('core-prod-datastore', () => []),
  'core-prod is not told: core-prod-datastore of machine, hourly, after copy…, got nothing',
);
refuses(
  "a bucket's",
  toldOf('drive', () => []),
  'core-prod is not told: drive of bucket, daily, got nothing',
);
