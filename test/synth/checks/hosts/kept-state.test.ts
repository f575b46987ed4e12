import check from '../../../../synth/checks/hosts/kept-state.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);

refuses(
  'a database',
  () => told('core-prod', () => ({ state: [] })),
  'core-prod is not told: wiki-database daily after',
);
refuses(
  'its dump',
  () => told('core-prod', ({ state }) => ({ state: state.map(({ dump: _, ...rest }) => rest) })),
  'got wiki-database daily',
);
refuses(
  'its tier',
  () => told('core-prod', ({ state }) => ({ state: state.map((one) => ({ ...one, tier: 'weekly' as const })) })),
  'got wiki-database weekly after',
);
