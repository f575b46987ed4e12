import { topic } from '../../model/check.ts';
import addresses from './addresses.ts';
import pods from './pods.ts';

export default topic('any path of traffic from dev to prod, as the policies are written', [pods, addresses]);
