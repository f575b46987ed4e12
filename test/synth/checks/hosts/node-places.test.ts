import check from '../../../../synth/checks/hosts/node-places.ts';
import { twin } from '../twin.ts';
import { toldK3s } from './told.ts';

const { refuses } = twin(check);

refuses(
  'a lab that prod may be scheduled on',
  () => toldK3s('ai-lab', { 'node-taint': [] }),
  'hosts/ai-lab: taints that are not those of its tiers (uyoop.fr/tier=dev:NoSchedule), got none',
);
refuses(
  "ServiceLB beside the lab's runner",
  () => toldK3s('ai-lab', { 'node-label': ['svccontroller.k3s.cattle.io/enablelb=true'] }),
  'hosts/ai-lab: ServiceLB takes 80 and 443 here too, or pods come for a label (none), got svccontroller.k3s.cattle.io/enablelb=true',
);
refuses(
  'an ingress without it',
  () => toldK3s('core-prod', { 'node-label': [] }),
  'hosts/core-prod: ServiceLB takes 80 and 443 here by this label alone (svccontroller.k3s.cattle.io/enablelb=true), got none',
);
refuses(
  'a node that bears another name than its pods ask for',
  () => toldK3s('ai-lab', { 'node-name': 'lab' }),
  "a pod waits for a node 'ai-lab', got lab",
);
