import {
  config,
  container,
  cronJob,
  daemonSet,
  deployment,
  named,
  namespace,
  other,
  policy,
  release,
  statefulSet,
} from '../pieces.ts';
import { row } from '../row.ts';

const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'default-deny');
const probed = (fields: object) =>
  container({ startupProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 60 }, ...fields });
const slow = (value: string) =>
  deployment({ pod: { terminationGracePeriodSeconds: 120, containers: [probed({ env: [{ name: 'URL', value }] })] } });
const checked = (sum: string) => deployment({ annotations: { 'uyoop.fr/config': sum } });
const rolling = { replicas: 2, strategy: { type: 'RollingUpdate' } };
const database = (args: readonly string[]) =>
  statefulSet({
    name: 'db',
    labels: { 'app.kubernetes.io/name': 'db' },
    spec: { selector: named('db') },
    pod: { containers: [container({ args })] },
  });
const edge = [
  policy(
    { podSelector: named('web'), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: named('db') }] }] },
    'out',
  ),
  policy(
    { podSelector: named('db'), policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: named('web') }] }] },
    'in',
  ),
];

const route = (...hosts: readonly string[]) =>
  other('traefik.io/v1alpha1', 'IngressRoute', {
    spec: { tls: {}, routes: hosts.map((host) => ({ match: `Host(\`${host}\`)` })) },
  });
const rules = (...hosts: readonly string[]) =>
  config({
    'a.yml': JSON.stringify({
      access_control: { rules: hosts.map((domain) => ({ domain: [domain], policy: 'two_factor' })) },
    }),
  });

/** The hash of a template is made of its text: the API server sorts no list of it. */
const env = (...names: readonly string[]) =>
  deployment({ pod: { containers: [container({ env: names.map((name) => ({ name, value: name })) })] } });
const containers = (...names: readonly string[]) =>
  deployment({ pod: { containers: names.map((name) => container({ name })) } });
const volumes = (...names: readonly string[]) =>
  deployment({ pod: { volumes: names.map((name) => ({ name, emptyDir: {} })) } });
const mounts = (...paths: readonly string[]) =>
  deployment({
    pod: {
      containers: [container({ volumeMounts: paths.map((mountPath) => ({ name: 'a', mountPath })) })],
      volumes: [{ name: 'a', emptyDir: {} }],
    },
  });

export const restart = [
  row(
    'a singleton is out, for as long as its probe allows',
    slow('https://a'),
    slow('https://b'),
    'restart Deployment shop/web: restarts (variable URL): it serves nobody meanwhile, for 12 min at most (120 s to end, 600 s to start)',
  ),
  row(
    'a configuration reaches its pod by its checksum',
    [config({ a: '1' }), checked('one')],
    [config({ a: '2' }), checked('two')],
    'restart Deployment shop/web: restarts (configuration): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'pods that take turns',
    deployment({ spec: rolling }),
    deployment({ spec: rolling, pod: { containers: [container({ args: ['a'] })] } }),
    'restart Deployment shop/web: restarts (args): one pod after the other, so that nobody notices',
  ),
  row(
    'a pod on every machine',
    daemonSet(),
    daemonSet({ pod: { containers: [container({ args: ['a'] })] } }),
    'restart DaemonSet shop/web: restarts (args): on one machine after the other',
  ),
  row(
    'a database, and who is without it',
    [namespace(), deny, deployment(), database(['a']), ...edge],
    [namespace(), deny, deployment(), database(['b']), ...edge],
    'restart StatefulSet shop/db: restarts (args): shop/web is without it meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a service that is scaled to nothing',
    deployment(),
    deployment({ spec: { replicas: 0 } }),
    'restart Deployment shop/web: is scaled to nothing: it serves nobody until it is scaled up again',
  ),
  row(
    'a service that stops for good',
    [namespace(), deny, deployment()],
    [namespace(), deny],
    'restart Deployment shop/web: stops and does not come back',
  ),
  row(
    'values of a chart',
    release({ a: 1 }),
    release({ a: 2 }),
    'restart HelmRelease shop/gull: Helm installs it again, and what the values concern restarts',
  ),
  row('a job, which nobody waits for', cronJob(), cronJob({ containers: [container({ args: ['a'] })] })),
  row(
    'the way in',
    other('helm.cattle.io/v1', 'HelmChartConfig', { spec: { valuesContent: 'a: 1\n' } }, { name: 'traefik' }),
    other('helm.cattle.io/v1', 'HelmChartConfig', { spec: { valuesContent: 'a: 2\n' } }, { name: 'traefik' }),
    'restart HelmChartConfig shop/traefik: Helm installs it again, and what the values concern restarts: every site is out for the seconds that Traefik takes',
  ),
  row(
    'a pair that may talk no more',
    [namespace(), deny, deployment(), database(['a']), ...edge],
    [namespace(), deny, deployment(), database(['a']), ...edge.slice(1)],
    'restart pods shop/web: may reach no more: shop/db on any port. What it asks there fails',
  ),
  row(
    'a host that nothing answers to any more',
    [namespace(), route('a', 'b')],
    [namespace(), route('a')],
    'restart host b: is served no more (shop/one was): links, bookmarks and programs that know it lead nowhere',
  ),
  row(
    'a rule of Authelia that goes with its host',
    [namespace(), route('a', 'b'), rules('a', 'b')],
    [namespace(), route('a'), rules('a')],
    'restart host b: is served no more (shop/one was): links, bookmarks and programs that know it lead nowhere',
  ),
  row(
    'a layer before the other',
    [release({ a: 1 }), inLayer('operators', 'a'), inLayer('services', 'a')],
    [release({ a: 1 }), inLayer('operators', 'b'), inLayer('services', 'b')],
    'restart Deployment shop/operators: restarts (args): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'restart Deployment shop/services: restarts (args): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'restart order: operators (shop/operators), then services (shop/services); what stands together restarts at once',
  ),
  row(
    'containers in another order',
    containers('a', 'b'),
    containers('b', 'a'),
    'restart Deployment shop/web: restarts (order of containers): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'variables in another order',
    env('A', 'B', 'C'),
    env('C', 'A', 'B'),
    'restart Deployment shop/web: restarts (order of env): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'volumes in another order',
    volumes('a', 'b'),
    volumes('b', 'a'),
    'restart Deployment shop/web: restarts (order of volumes): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'mounts in another order',
    mounts('/a', '/b'),
    mounts('/b', '/a'),
    'restart Deployment shop/web: restarts (order of volumeMounts): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
];

function inLayer(layer: string, value: string) {
  const { metadata, ...rest } = deployment({ name: layer, pod: { containers: [container({ args: [value] })] } });
  return { path: `kubernetes/${layer}/shop/${layer}.yaml`, text: JSON.stringify({ metadata, ...rest }) };
}
