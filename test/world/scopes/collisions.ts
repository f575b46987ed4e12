import type { Construct } from 'constructs';
import { noBackup, oidc, random, scratch } from '../../../constructs/index.ts';
import type { Case, Kind } from '../kinds/kind.ts';
import { type Meaning, type Scope, scope } from '../scene.ts';
import { Shop, type VillageProps } from '../village.ts';

interface Pair {
  readonly called: string;
  readonly shop: VillageProps['shop'];
  readonly meant?: Meaning;
}

const cache = { size: '1Gi', backup: noBackup('a cache: users log in again') } as const;
const files = (...paths: readonly string[]): Pair => {
  const texts = Object.fromEntries(paths.map((path, index) => [path, `text ${index}`]));
  return { called: `files ${paths.join(' ')}`, shop: (shop) => shop.web({ files: texts }), meant: { files: texts } };
};
const folders = (...paths: readonly string[]): Pair => ({
  called: `scratch folders ${paths.join(' ')}`,
  shop: (shop) =>
    shop.web({ volumes: Object.fromEntries(paths.map((path, index) => [path, scratch(`${index + 1}Mi`)])) }),
});

/** Two names that are different must stay two things, or be refused. */
const either: readonly Pair[] = [
  files('/etc/a_b', '/etc/a/b'),
  files('/a/b_c', '/a_b/c'),
  files('/etc/A', '/etc/a'),
  files('/etc/a.b', '/etc/a-b'),
  folders('/data/A', '/data/a'),
  folders('/data/a_b', '/data/a-b'),
  folders('/data/a/b', '/data/a-b'),
  folders('/data/é', '/data/è'),
  folders('/data', '/data/inner'),
  {
    called: 'secrets a.b with key c and a with key b.c',
    shop: (shop) => {
      const one = shop.secret('a.b', { c: random() });
      const two = shop.secret('a', { 'b.c': random() });
      shop.web({ secretFiles: [one.c, two['b.c']] });
    },
  },
  {
    called: 'services a-b with workload c and a with workload b-c',
    shop: (_, chart) => {
      new Shop(chart as Construct, 'a-b').web({}, 'c');
      new Shop(chart as Construct, 'a').web({}, 'b-c');
    },
  },
  {
    called: 'services a-b with volume c and a with volume b-c',
    shop: (_, chart) => {
      const one = new Shop(chart as Construct, 'a-b');
      one.web({ volumes: { '/data': one.volume('c', cache) } });
      const two = new Shop(chart as Construct, 'a');
      two.web({ volumes: { '/data': two.volume('b-c', cache) } });
    },
  },
  {
    called: 'services a-b with secret c and a with secret b-c',
    shop: (_, chart) => {
      const one = new Shop(chart as Construct, 'a-b');
      one.web({ secretFiles: [one.key('c')] });
      const two = new Shop(chart as Construct, 'a');
      two.web({ secretFiles: [two.key('b-c')] });
    },
  },
  {
    called: 'a service called shop-job and the job of shop',
    shop: (shop, chart) => {
      shop.job();
      new Shop(chart as Construct, 'shop-job').web();
    },
  },
  {
    called: 'a database and a cache with the id of a volume',
    shop: (shop) => {
      shop.volume('database', cache);
      shop.database();
    },
  },
  {
    called: 'a workload with the id of a database',
    shop: (shop) => {
      shop.database({}, 'data');
      shop.web({}, 'data');
    },
  },
  {
    called: 'a scratch folder whose volume is called like a claim',
    shop: (shop) => shop.web({ volumes: { '/x': shop.volume('x', cache), '/shop-x': scratch('1Mi') } }),
  },
];

/** What cannot be meant. */
const never: readonly (Pair & { readonly why: string })[] = [
  {
    called: 'a volume and a file on one path',
    why: 'one of them is not there',
    shop: (shop) => shop.web({ volumes: { '/etc/app': shop.volume('data', cache) }, files: { '/etc/app': 'x' } }),
  },
  {
    called: 'a scratch folder and a file on one path',
    why: 'one of them is not there',
    shop: (shop) => shop.web({ volumes: { '/etc/app': scratch('1Mi') }, files: { '/etc/app': 'x' } }),
  },
  {
    called: 'a folder over the secrets',
    why: 'the secrets are hidden',
    shop: (shop) => shop.web({ volumes: { '/secrets': scratch('1Mi') }, secretFiles: [shop.key()] }),
  },
  {
    called: 'a path twice, once with a slash at its end',
    why: 'one of them is not there',
    shop: (shop) => shop.web({ volumes: { '/data': scratch('1Mi'), '/data/': scratch('1Mi') } }),
  },
  {
    called: 'a file below a read-only file',
    why: 'a file is no folder',
    shop: (shop) => shop.web({ files: { '/etc/app': 'x', '/etc/app/more': 'y' } }),
  },
  { called: 'two workloads with one id', why: 'an object once', shop: (shop) => void [shop.web(), shop.web()] },
  {
    called: 'two services with one id',
    why: 'an object once',
    shop: (_, chart) => void new Shop(chart as Construct, 'shop'),
  },
  {
    called: 'two volumes with one id',
    why: 'an object once',
    shop: (shop) => void [shop.volume('data', cache), shop.volume('data', cache)],
  },
  { called: 'two secrets with one id', why: 'an object once', shop: (shop) => void [shop.key(), shop.key()] },
  {
    called: 'two exposures of one host',
    why: 'a host leads to one service',
    shop: (shop) => {
      const web = shop.web();
      shop.open(web);
      shop.open(web, {}, 'two');
    },
  },
  {
    called: 'a host that is its own alias',
    why: 'it redirects to itself for ever',
    shop: (shop) => void shop.open(shop.web(), { aliases: ['shop.harbour.example'] }),
  },
  {
    called: 'an alias twice',
    why: 'a name once',
    shop: (shop) => void shop.open(shop.web(), { aliases: ['a.harbour.example', 'a.harbour.example'] }),
  },
  {
    called: 'a host served twice',
    why: 'a name once',
    shop: (shop) => void shop.open(shop.web(), { alsoServes: ['shop.harbour.example'] }),
  },
  {
    called: 'the host of the portal',
    why: 'the portal is there',
    shop: (shop) => void shop.open(shop.web(), { host: 'auth.harbour.example' }),
  },
  {
    called: 'two endpoints reached twice',
    why: 'one edge is enough',
    shop: (shop) => {
      const database = shop.database();
      shop.web({ reaches: [database, database] });
    },
  },
  {
    called: 'two OIDC clients with one id',
    why: 'Authelia takes an id once',
    shop: (shop) => {
      twoClients(shop);
    },
  },
  {
    called: 'two ports of one number',
    why: 'the API server refuses the Service',
    shop: (shop) => shop.web({ ports: { http: 8080, web: 8080 } }),
  },
];

function twoClients(shop: Shop): void {
  for (const number of [1, 2]) {
    const { secret } = shop.secret(`oidc-${number}`, { secret: random() });
    const client = { id: 'shop', name: 'Shop', secret, redirectPath: '/callback' };
    const access = oidc({ groups: ['users'], reason: 'it logs its users in by itself', client });
    shop.open(
      shop.web({ secretFiles: [secret] }, `web${number}`),
      { host: `shop${number}.harbour.example`, access },
      `n${number}`,
    );
  }
}

const kind: Kind<Pair> = {
  name: 'two names',
  cases: [
    ...either.map((value): Case<Pair> => ({ value, verdict: 'open' })),
    ...never.map((value): Case<Pair> => ({ value, verdict: 'wrong', why: value.why })),
  ],
};

/** Every pair in every phase. */
export const collisionScopes: readonly Scope[] = ([1, 2, 3] as const).map((phase) =>
  scope({
    prop: 'two things',
    place: 'plot/',
    kind: {
      ...kind,
      cases: kind.cases.map((one) => ({ ...one, value: { ...one.value, toString: () => one.value.called } })),
    },
    got: () => undefined,
    phases: [phase],
    scene: ({ shop, meant }) => ({ shop, ...(meant && { meant }) }),
  }),
);
