import check from '../../../../synth/checks/hosts/kept-state.ts';
import type { StateContract, StateDump } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);

/** CORE-PROD is told something else of one state. */
const toldOf = (volume: string, change: (state: StateContract) => readonly StateContract[]) => () =>
  told('core-prod', ({ state }) => ({ state: state.flatMap((one) => (one.volume === volume ? change(one) : [one])) }));

refuses(
  'a database',
  toldOf('wiki-database', () => []),
  'core-prod is not told: wiki-database of k3s, daily, at /var/lib/rancher/k3s/storage/*_prod-web_wiki-database, after',
);
refuses(
  'its dump',
  toldOf('wiki-database', ({ dump: _, ...rest }) => [rest]),
  'got wiki-database of k3s, daily, at /var/lib/rancher/k3s/storage/*_prod-web_wiki-database',
);
refuses(
  'how its dump is proven',
  toldOf('wiki-database', ({ dump, ...rest }) => [{ ...rest, dump: { ...dump, proof: [] } as StateDump }]),
  '"proof":[]',
);
refuses(
  'where it lies',
  toldOf('wiki-database', (one) => [{ ...one, paths: ['/srv/wiki'] }]),
  'got wiki-database of k3s, daily, at /srv/wiki, after',
);
refuses(
  'its tier',
  toldOf('wiki-database', (one) => [{ ...one, tier: 'weekly' }]),
  'got wiki-database of k3s, weekly, at',
);
refuses(
  "a program's of the machine",
  toldOf('core-prod-datastore', () => []),
  'core-prod is not told: core-prod-datastore of machine, hourly, at /copies/state.db, after {"command":["sh","-c","copy"]}, got nothing',
);
refuses(
  "a bucket's",
  toldOf('drive', () => []),
  'core-prod is not told: drive of bucket, daily, at drive, got nothing',
);
refuses(
  'nobody, of what nobody claims',
  toldOf('drive', (one) => [one, { ...one, volume: 'attic' }]),
  'hosts/core-prod: a state that nobody claims, got attic of bucket, daily, at drive',
);
