import { ForeignPods, HostCheckout, HostSysctl, VaultAccess } from '../../../constructs/index.ts';
import { type Kind, open, right, wrong } from '../kinds/kind.ts';
import { ids } from '../kinds/names.ts';
import { ports, positives } from '../kinds/numbers.ts';
import { hostPaths } from '../kinds/paths.ts';
import { cpus, memories } from '../kinds/quantities.ts';
import { reasons } from '../kinds/text.ts';
import { ofShop, type Scope, scope } from '../scene.ts';
import type { Shop } from '../village.ts';

const nodes: Kind<string> = {
  name: 'node',
  cases: [
    ...right('quay'),
    ...wrong('no such machine', 'qu_ay', 'Quay', 'x', ' quay'),
    ...wrong('it does not take the tier', 'loft'),
    ...open(''),
  ],
};
const layers: Kind<string> = {
  name: 'layer',
  cases: [
    ...right('operators', 'configuration', 'services'),
    ...wrong('no such layer', 'service', '', 'Services', '../x'),
    ...open('bootstrap', 'gitops'),
  ],
};
const tiers: Kind<string> = {
  name: 'tier',
  cases: [...right('prod', 'platform'), ...wrong('no such tier', 'production', '', 'Prod')],
};

const namespaces: Kind<string> = {
  name: 'namespace',
  cases: [
    ...right('plot', 'a1', 'prod-x'),
    ...wrong('no API server takes such a name', 'Plot', 'a b', 'a_b', '-a', 'a.b', 'é', 'a/b', '', 'x'.repeat(64)),
    ...wrong('it is there already', 'security', 'kube-system', 'cert-manager'),
    ...wrong('Kubernetes keeps it', 'default', 'kube-public', 'kube-node-lease', 'kube-x'),
    ...open('x'.repeat(63), '1'),
  ],
};

const keys: Kind<string> = {
  name: 'kernel setting',
  cases: [
    ...right('vm.max_map_count', 'net.core.somaxconn'),
    ...wrong('no kernel setting', '', 'vm', 'vm.', '.x', 'vm max', 'vm.max=1', 'vm.a\nb', '../x', 'Vm.x'),
    ...open('vm..x', 'net/core/x'),
  ],
};
const commits: Kind<string> = {
  name: 'commit',
  cases: [
    ...right('0123456789abcdef0123456789abcdef01234567'),
    ...wrong('a tag or a branch can be moved', 'v1.2.3', 'main', '0123456', '', '0'.repeat(39), 'G'.repeat(40)),
  ],
};
const rulePaths: Kind<string> = {
  name: 'path in Vault',
  cases: [
    ...right('secret/data/plot/*', 'sys/storage/raft/snapshot', 'secret/data/+/x'),
    ...wrong('no path, or more than a path', '', '"}', 'a" { capabilities = ["sudo"] } path "b', 'a\nb', '$\u007bx}'),
    ...wrong('it opens everything', '*', '+/*'),
    ...open('/secret/x', 'secret//x', 'é'),
  ],
};
const apiRules: Kind<unknown> = {
  name: 'rules',
  cases: [
    ...right<unknown>([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }]),
    ...wrong<unknown>(
      'the API server refuses it',
      [{ apiGroups: [''], resources: ['pods'], verbs: [] }],
      [{ resources: ['pods'], verbs: ['get'] }],
    ),
    ...open<unknown>(
      [],
      [{ apiGroups: [''], resources: [''], verbs: ['get'] }],
      [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    ),
  ],
};

const foreign = (shop: Shop, changes: Readonly<Record<string, unknown>>) => {
  const pods = { namespace: 'plot', labels: { app: 'chart' }, guarded: true };
  const resources = { cpu: '10m', memory: '16Mi' };
  const props = { name: 'chart', pods, machine: shop.machine, resources, ports: [8080], ...changes };
  new ForeignPods(shop, 'chart', props as never);
};

const short = ({ value }: { readonly value: unknown }) => String(value).length < 40 || String(value).length > 60;

/** Services, namespaces, and what a service claims beside its pods. */
export const serviceScopes: readonly Scope[] = [
  scope({
    prop: 'service id',
    place: 'plot',
    kind: ids,
    scene: (id) => ({ service: { id }, shop: (shop) => shop.web() }),
    fits: short,
  }),
  scope({
    prop: 'service.node',
    place: 'plot/shop',
    kind: nodes,
    scene: (node) => ({ service: { node }, shop: (shop) => shop.web() }),
  }),
  scope({
    prop: 'service.layer',
    place: 'plot/shop',
    kind: layers,
    scene: (layer) => ({ service: { layer: layer as never }, shop: (shop) => shop.web() }),
  }),
  scope({
    prop: 'namespace.name',
    place: '',
    kind: namespaces,
    scene: (name) => ({ namespace: { name }, shop: (shop) => shop.web() }),
  }),
  scope({
    prop: 'namespace.tier',
    place: 'plot',
    kind: tiers,
    scene: (tier) => ({ namespace: { tier: tier as never }, shop: (shop) => shop.web() }),
  }),
  scope({
    prop: 'namespace.noQuota',
    place: 'plot',
    kind: reasons,
    scene: (noQuota) => ({ namespace: { noQuota }, shop: (shop) => shop.web() }),
    fits: ({ value }) => value !== '',
  }),
  ofShop('workload id', ids, (id) => (shop) => shop.web({}, id), { fits: short }),
  ofShop('scheduled id', ids, (id) => (shop) => shop.job({}, id), { fits: short }),
  ofShop(
    'grant id',
    ids,
    (id) => (shop) => shop.grant(id, [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]),
    { fits: ({ verdict }) => verdict === 'right' },
  ),
  ofShop('grant.rules', apiRules, (rules) => (shop) => shop.grant('api', rules as never)),
  ofShop('grant.rules in a namespace', apiRules, (rules) => (shop) => shop.grant('api', rules as never, 'plot')),
  ofShop('ForeignPods.ports', ports, (port) => (shop) => {
    foreign(shop, { ports: [port] });
    shop.web({
      reaches: [
        {
          name: 'chart',
          peers: [{ pods: { namespace: 'plot', labels: { app: 'chart' }, guarded: true }, ports: [{ port }] }],
        },
      ],
    });
  }),
  ofShop(
    'ForeignPods.calledByApi',
    ports,
    (calledByApi) => (shop) => foreign(shop, { calledByApi, ports: [calledByApi] }),
  ),
  ofShop('ForeignPods.replicas', positives, (replicas) => (shop) => foreign(shop, { replicas })),
  ofShop('ForeignPods.resources.cpu', cpus, (cpu) => (shop) => foreign(shop, { resources: { cpu, memory: '16Mi' } }), {
    fits: ({ verdict }) => verdict !== 'open',
  }),
  ofShop(
    'ForeignPods.resources.memory',
    memories,
    (memory) => (shop) => foreign(shop, { resources: { cpu: '10m', memory } }),
    { fits: ({ verdict }) => verdict !== 'open' },
  ),
  ofShop(
    'HostSysctl.key',
    keys,
    (key) => (shop) => void new HostSysctl(shop, 'sysctl', { machine: shop.machine, key, minimum: 1 }),
  ),
  ofShop(
    'HostSysctl.minimum',
    positives,
    (minimum) => (shop) => void new HostSysctl(shop, 'sysctl', { machine: shop.machine, key: 'vm.x', minimum }),
  ),
  ofShop('HostCheckout.commit', commits, (commit) => (shop) => checkout(shop, { commit })),
  ofShop('HostCheckout.path', hostPaths, (path) => (shop) => checkout(shop, { path }), {
    fits: ({ value }) => !['/proc', '/run/udev', '/var/log'].includes(value),
  }),
  ofShop(
    'VaultAccess.rules path',
    rulePaths,
    (path) => (shop) =>
      void new VaultAccess(shop, 'access', {
        namespace: 'plot',
        serviceAccount: 'shop',
        rules: [{ path, capabilities: ['read'] }],
      }),
    { phases: [3] },
  ),
  ofShop(
    'VaultAccess.rules only',
    rulePaths,
    (only) => (shop) =>
      void new VaultAccess(shop, 'access', {
        namespace: 'plot',
        serviceAccount: 'shop',
        rules: [{ path: 'secret/data/x', capabilities: ['update'], only }],
      }),
    {
      phases: [3],
      fits: ({ why }) => why !== 'it opens everything' && why !== undefined,
    },
  ),
  ofShop(
    'mailbox zone',
    {
      name: 'zone',
      cases: [
        ...right('harbour.example', 'lantern.example'),
        ...wrong('no zone of ours', 'harbour.net', '', 'HARBOUR.EXAMPLE', 'x@harbour.example'),
      ],
    },
    (zone) => (shop) => {
      const mailbox = shop.mailbox(zone as never);
      shop.web({ secretFiles: [mailbox.password], reaches: [mailbox.submission] });
    },
  ),
  ofShop(
    'bucket',
    {
      name: 'bucket',
      cases: [...right('drive', 'ci'), ...wrong('no such bucket', 'x', '', 'Drive', 'velero', 'toString', '__proto__')],
    },
    (name) => (shop) => {
      const bucket = shop.bucket(name as never);
      shop.web({ secretFiles: [bucket.accessKey, bucket.secretKey] });
    },
  ),
];

function checkout(shop: Shop, changes: Readonly<Record<string, unknown>>): void {
  const props = {
    repository: 'https://github.com/a/b',
    commit: '0123456789abcdef0123456789abcdef01234567',
    path: '/opt/plugin',
    ...changes,
  };
  new HostCheckout(shop, 'checkout', { machine: shop.machine, ...props } as never);
}
