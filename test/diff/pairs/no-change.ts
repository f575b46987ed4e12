import {
  block,
  claim,
  config,
  container,
  deployment,
  file,
  named,
  other,
  type Piece,
  policy,
  record,
} from '../pieces.ts';

type Pair = readonly [title: string, before: readonly Piece[], after: readonly Piece[]];

const yaml = (text: string, path = 'kubernetes/services/shop/web.yaml') => file(path, text);
const service = (body: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n${body}`;
const open80 = 'spec:\n  ports: [{ port: 80 }]\n';
const ports = (...list: readonly object[]) => other('v1', 'Service', { spec: { ports: list } });
const http = { name: 'http', port: 80, protocol: 'TCP' };
const https = { name: 'https', port: 443, protocol: 'TCP' };
const requests = (memory: string | number, cpu: string | number) =>
  deployment({ pod: { containers: [container({ resources: { requests: { memory, cpu } } })] } });
const role = (verbs: readonly string[], resources: readonly string[]) =>
  other('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], verbs, resources }] });
const peers = (...names: readonly string[]) =>
  policy({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: names.map((name) => ({ podSelector: named(name) })) }],
  });
const egress = (...rules: readonly (readonly [address: string, ...ports: number[]])[]) =>
  policy({
    podSelector: {},
    policyTypes: ['Egress'],
    egress: rules.map(([cidr, ...open]) => ({ to: [{ ipBlock: { cidr } }], ports: open.map((port) => ({ port })) })),
  });
const types = (...policyTypes: readonly string[]) => policy({ podSelector: {}, policyTypes });
const s3 = (policyText: string) =>
  block('ovh_cloud_project_user_s3_policy.ci', { policy: policyText }, 'object-storage');
const hcl = (text: string) => block('vault_policy.web', { policy: text }, 'vault');
const [first, second] = ['Host(`a`)', 'Host(`b`)'];
const route = (match: string, priority: number) => ({ match, priority });
const chart = (valuesContent: string) => other('helm.cattle.io/v1', 'HelmChart', { spec: { valuesContent } });

/** Pairs whose text differs and which mean the same to whoever reads them. */
export const noChange: readonly Pair[] = [
  ['a tree and itself', [deployment(), claim()], [deployment(), claim()]],
  [
    'a file that moved',
    [yaml(service(open80), 'kubernetes/services/shop/a.yaml')],
    [yaml(service(open80), 'kubernetes/operators/shop/b.yaml')],
  ],
  [
    'rules of a policy that changed places, each with its ports, and differ in their address alone',
    [egress(['10.8.0.1/32', 9100, 10250], ['10.8.0.2/32', 9100, 10250], ['10.8.0.3/32', 9100])],
    [egress(['10.8.0.2/32', 10250, 9100], ['10.8.0.3/32', 9100], ['10.8.0.1/32', 10250, 9100])],
  ],
  ['objects of a file that changed places', [claim(), deployment()], [deployment(), claim()]],
  [
    'one file that became two',
    [yaml(`${service(open80)}---\nkind: Service\napiVersion: v1\nmetadata: { name: other }\n${open80}`)],
    [
      yaml(service(open80)),
      yaml(
        `kind: Service\napiVersion: v1\nmetadata: { name: other }\n${open80}`,
        'kubernetes/services/shop/other.yaml',
      ),
    ],
  ],
  [
    'the order of keys',
    [yaml(service('spec:\n  type: ClusterIP\n  clusterIP: None\n'))],
    [yaml(service('spec:\n  clusterIP: None\n  type: ClusterIP\n'))],
  ],
  ['quotes', [yaml(service(`${open80}  type: ClusterIP\n`))], [yaml(service(`${open80}  type: "ClusterIP"\n`))]],
  [
    'block and flow',
    [yaml(service(`${open80}  selector:\n    a: b\n`))],
    [yaml(service('spec: { selector: { a: b }, ports: [{ port: 80 }] }\n'))],
  ],
  [
    'indentation, comments and blank lines',
    [yaml(service(`${open80}  selector:\n    a: b\n`))],
    [
      yaml(
        `# somebody's note\n\n${service('spec:\n    # theirs\n    ports: [{ port: 80 }]\n    selector:\n        a: b\n\n')}`,
      ),
    ],
  ],
  [
    'JSON for YAML',
    [yaml(service(open80))],
    [
      yaml(
        JSON.stringify({
          ...{ kind: 'Service', apiVersion: 'v1', spec: { ports: [{ port: 80 }] } },
          metadata: { namespace: 'shop', name: 'web' },
        }),
      ),
    ],
  ],
  ['null for nothing', [yaml(service(`${open80}  selector: null\n`))], [yaml(service(open80))]],
  ['ports in another order', [ports(http, https)], [ports(https, http)]],
  [
    'a file of a machine, laid out anew',
    [file('hosts/quay.yaml', 'a: 1\nb: [x, y]\n')],
    [file('hosts/quay.yaml', 'b:\n  - x\n  - y\na: 1\n')],
  ],
  ['amounts of memory and cores by another unit', [requests('1Gi', '1')], [requests('1024Mi', '1000m')]],
  [
    'a size by another unit',
    [claim({ resources: { requests: { storage: '1Ti' } } })],
    [claim({ resources: { requests: { storage: '1024Gi' } } })],
  ],
  [
    'verbs and resources in another order',
    [role(['get', 'list'], ['pods', 'secrets'])],
    [role(['list', 'get'], ['secrets', 'pods'])],
  ],
  ['peers of a policy in another order', [peers('a', 'b')], [peers('b', 'a')]],
  ['directions of a policy in another order', [types('Ingress', 'Egress')], [types('Egress', 'Ingress')]],
  [
    'routes in another order, since they have priorities',
    [other('traefik.io/v1alpha1', 'IngressRoute', { spec: { routes: [route(first, 1), route(second, 2)] } })],
    [other('traefik.io/v1alpha1', 'IngressRoute', { spec: { routes: [route(second, 2), route(first, 1)] } })],
  ],
  [
    'YAML in a ConfigMap, laid out anew',
    [config({ 'a.yaml': 'a:\n  - 1\n  - 2\nb: x\n' })],
    [config({ 'a.yaml': '# note\nb: "x"\na: [1, 2]\n' })],
  ],
  [
    'YAML with templates in it',
    [config({ 'a.yml': 'a: \'{{ secret "/x" }}\'\nb: 1\n' })],
    [config({ 'a.yml': 'b: 1\na: \'{{ secret "/x" }}\'\n' })],
  ],
  [
    'JSON in a ConfigMap, laid out anew',
    [config({ 'a.json': '{"a":1,"b":[1,2]}' })],
    [config({ 'a.json': '{\n  "b": [1, 2],\n  "a": 1\n}\n' })],
  ],
  [
    'TOML in a ConfigMap, laid out anew',
    [config({ 'a.toml': 'a = 1\n[b]\nc = "d"\n' })],
    [config({ 'a.toml': '# note\na=1\n\n[b]\n  c = "d"\n' })],
  ],
  ["a chart's values, laid out anew", [chart('a: 1\nb:\n  c: 2\n')], [chart('b: { c: 2 }\na: 1\n')]],
  [
    'a policy of a bucket, laid out anew',
    [s3('{"Statement":[{"Sid":"a","Action":["x","y"]}]}')],
    [s3('{\n "Statement": [ { "Action": ["y", "x"], "Sid": "a" } ]\n}')],
  ],
  [
    'a policy of Vault, laid out anew',
    [hcl('path "a/b" {\n  capabilities = ["read", "list"]\n}\n')],
    [hcl('# note\npath "a/b" { capabilities = ["list","read"] }\n')],
  ],
  ['blocks of a stack in another order', [record('a'), record('b')], [record('b'), record('a')]],
  [
    "cdktf's own comments",
    [record('a', { '//': { metadata: { path: 'dns/a' } } })],
    [record('a', { '//': { metadata: { path: 'elsewhere/a' } } })],
  ],
  [
    'JSON of a stack, laid out anew',
    [file('terraform/stacks/dns/cdk.tf.json', '{"resource":{"ovh_domain_zone_record":{"a":{"ttl":60}}}}')],
    [
      file(
        'terraform/stacks/dns/cdk.tf.json',
        '{\n  "resource": { "ovh_domain_zone_record": { "a": { "ttl": 60 } } }\n}\n',
      ),
    ],
  ],
  [
    'the list of what synth wrote',
    [deployment(), file('index.json', '{"files":{}}')],
    [deployment(), file('index.json', '{"files":{"a":{}}}')],
  ],
  [
    'the page and the drawings, which follow from the rest',
    ['report/index.html', 'report/network.mmd', 'report/README.md'].map((path) => file(path, 'before')),
    ['report/index.html', 'report/network.mmd', 'report/README.md'].map((path) => file(path, 'after')),
  ],
];
