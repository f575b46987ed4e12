import check from '../../../../synth/checks/isolation/unreached-hosts.ts';
import { labPods, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const naming = (value: string, model = scratch()) =>
  labPods(({ container }) => {
    container.env = [...(container.env ?? []), { name: 'DB_HOST', value }];
  }, model);

refuses(
  'a Service without an edge',
  () => naming('wiki.prod-web.svc.cluster.local'),
  'ai-lab/lab/workload-web/deployment: no packet arrives at wiki.prod-web.svc, which the variable DB_HOST names',
);
refuses(
  'the mail server without an edge, inside an address',
  () => naming('smtp://mail.cjenti.com:587'),
  'no packet arrives at mail.cjenti.com, which the variable DB_HOST names',
);
takes('its own host', () => naming('lab.ai-lab.svc.cluster.local'));
takes('a host that ends alike', () => naming('mywiki.prod-web.svc.cluster.local, webmail.cjenti.com'));
