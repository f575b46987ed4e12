import { bucket, claim, config, container, deployment, named, namespace, other, policy } from '../pieces.ts';
import { row } from '../row.ts';

const rules = (policyOf: string) =>
  config({ 'configuration.yml': JSON.stringify({ access_control: { rules: [{ domain: ['a'], policy: policyOf }] } }) });
const role = (...verbs: readonly string[]) =>
  other('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });
const tier = (name: string) =>
  config({
    'rules.yml': JSON.stringify({
      groups: [
        {
          rules: [
            {
              record: 'uyoop:backup_maximum_age_seconds',
              labels: { namespace: 'shop', volume: 'pictures', tier: name },
            },
          ],
        },
      ],
    }),
  });
const open = (securityContext: object) => deployment({ pod: { containers: [container({ securityContext })] } });
const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'default-deny');
const reach = (port: number) => [
  policy(
    {
      podSelector: named('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: named('api') }], ports: [{ port }] }],
    },
    'out',
  ),
];

/** The same fields, moved the other way: a report that cries about these is not read for long. */
export const milder = [
  row('a prune guard comes', claim({}, { annotations: {} }), claim()),
  row(
    'Object Lock holds for longer',
    bucket({ object_lock: { status: 'enabled', rule: { mode: 'compliance', period: 'P14D' } } }),
    bucket(),
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'a bucket is guarded',
    bucket({ lifecycle: {} }),
    bucket(),
    'hands stack object-storage: terraform apply: no resource, but its settings',
  ),
  row('a backup tier is raised', [claim(), tier('weekly')], [claim(), tier('daily')]),
  row('Authelia asks for two factors', rules('one_factor'), rules('two_factor')),
  row('a role allows less', role('get', 'delete'), role('get')),
  row(
    'a container is hardened',
    open({}),
    deployment(),
    'restart Deployment shop/web: restarts (securityContext): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a namespace admits harder pods',
    namespace({ labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } }),
    namespace({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }),
  ),
  row('a pair is closed', [namespace(), deny, deployment(), ...reach(80)], [namespace(), deny, deployment()]),
  row('metrics are kept for longer', config({ 'a.yaml': 'retention: 7d\n' }), config({ 'a.yaml': 'retention: 30d\n' })),
];
