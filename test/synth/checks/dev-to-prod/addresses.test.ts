import { kubernetesApi } from '../../../../constructs/network/endpoint.ts';
import check from '../../../../synth/checks/dev-to-prod/addresses.ts';
import { object, platform, policy, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** A policy of the lab that lets its pods talk to addresses. */
const allowed =
  (cidr: string, more: object = {}, ports?: readonly object[]) =>
  () =>
    scratch({
      add: ({ dev }) =>
        object(
          dev,
          policy('out', 'ai-lab', {
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'lab', 'app.kubernetes.io/component': 'web' } },
            policyTypes: ['Egress'],
            egress: [{ to: [{ ipBlock: { cidr, ...more } }], ...(ports && { ports }) }],
          }),
        ),
    });

refuses('the mesh address of a machine of prod', allowed('10.8.0.1/32'), 'ai-lab/lab -> core-prod (mesh 10.8.0.1)');
refuses("Mailcow's Docker network", allowed('172.22.1.0/24'), "Mailcow's Docker network (172.22.1.0/24) (any port)");
refuses('the service network', allowed('10.43.0.0/16'), 'service network (10.43.0.0/16)');
refuses(
  'a port beside that of the Kubernetes API',
  allowed('10.8.0.1/32', {}, [{ port: 6443, endPort: 6444 }]),
  '(tcp/6444)',
);
refuses(
  'the pod network, told once although its pods are of prod too',
  allowed('10.42.0.0/16'),
  'pod network (10.42.0.0/16)',
);
refuses('everything, told once', allowed('0.0.0.0/0'), 'core-prod (mesh 10.8.0.1) (tcp/1-6442');

takes('the internet without private ranges', allowed('0.0.0.0/0', { except: ['10.0.0.0/8', '172.16.0.0/12'] }));
takes('the mesh address of its own machine', allowed('10.8.0.2/32'));
takes('the Kubernetes API', () => scratch({ add: ({ lab }) => lab.web.reach(kubernetesApi(platform)) }));
