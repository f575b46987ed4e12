import check from '../../../../synth/checks/hosts/k3s-flags.ts';
import { twin } from '../twin.ts';
import { toldK3s } from './told.ts';

const { refuses, takes } = twin(check);

takes('another flag that K3s has', () => toldK3s('core-prod', { 'tls-san-security': true }));
refuses(
  'a word of its own making',
  () => toldK3s('core-prod', { 'secret-encryption': true }),
  'hosts/core-prod: k3s server has no flag --secret-encryption, and goes on without it, got secret-encryption: true',
);
refuses(
  "an agent told what is the server's",
  () => toldK3s('ai-lab', { 'cluster-cidr': '10.42.0.0/16' }),
  'hosts/ai-lab: k3s agent has no flag --cluster-cidr, and goes on without it',
);
