import { fileOf, forwardAuth } from '../../../constructs/index.ts';
import { type Kind, right, type Verdict } from '../kinds/kind.ts';
import { type Scene, type Scope, scope } from '../scene.ts';
import type { Shop } from '../village.ts';

interface Example {
  readonly why: string;
  readonly place: string;
  /** What a letter must show. */
  readonly got?: string;
  readonly scene: Scene;
}

const reason = 'readers are anonymous visitors';
const entrypoint = ['/bin/run'] as const;
const reference = (value: unknown): string => `${value}`;

/** A database, and a variable made of it: what the shop's writer hoped for is a line of text. */
const withDatabase =
  (env: (shop: Shop, database: ReturnType<Shop['database']>) => Readonly<Record<string, string>>) => (shop: Shop) => {
    const database = shop.database({ login: 'leased' });
    shop.web({ entrypoint, env: env(shop, database), reaches: [database] });
  };

/** Faults that people and machines have really made, in the words of the fault. */
const examples: Readonly<Record<string, Example>> = {
  'a variable made of the references user and password': {
    why: 'a reference in a text is [object Object]',
    place: 'plot/shop',
    scene: {
      phase: 3,
      shop: withDatabase((_, { user, password, host }) => ({
        URL: `postgres://${reference(user)}:${reference(password)}@${host}`,
      })),
    },
  },
  'the same in phase 2': {
    why: 'a reference in a text is [object Object]',
    place: 'plot/shop',
    scene: {
      phase: 2,
      shop: withDatabase((_, { user, password, host }) => ({
        URL: `postgres://${reference(user)}:${reference(password)}@${host}`,
      })),
    },
  },
  'a reference in a file': {
    why: 'a reference in a text is [object Object]',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ files: { '/etc/app.conf': `password=${reference(shop.password())}\n` } }) },
  },
  'a reference in an argument': {
    why: 'a reference in a text is [object Object]',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ args: [`--password=${reference(shop.password())}`] }) },
  },
  'an address made of a field that is not there': {
    why: 'a field that is not there',
    place: 'plot/shop',
    scene: {
      shop: (shop) =>
        shop.web({ env: { URL: `http://${reference((shop as never as Record<string, unknown>)['address'])}/` } }),
    },
  },
  '$(DB_PASS) inside another variable, phase 3': {
    why: 'the pod does not have the variable: it is literal text',
    place: 'plot/shop',
    scene: {
      phase: 3,
      shop: (shop) =>
        shop.web({ entrypoint, env: { DB_PASS: shop.key(), URL: 'mysql://shop:$(DB_PASS)@database/shop' } }),
    },
  },
  '$(DB_PASS) of a file, phase 2': {
    why: 'it is the path of the file',
    place: 'plot/shop',
    scene: {
      phase: 2,
      shop: (shop) => shop.web({ env: { DB_PASS: fileOf(shop.key()), URL: 'mysql://shop:$(DB_PASS)@database/shop' } }),
    },
  },
  '$(DB_PASS) inside another variable, phase 2': {
    why: 'Kubernetes puts it in, and phase 3 does not: moving between backends changes a service',
    place: 'plot/shop',
    scene: {
      phase: 2,
      shop: (shop) => shop.web({ env: { DB_PASS: shop.key(), URL: 'mysql://shop:$(DB_PASS)@database/shop' } }),
    },
  },
  '$(LATER) of a variable below': {
    why: 'Kubernetes puts in what stands above alone',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ env: { URL: 'http://$(LATER)/', LATER: 'x' } }) },
  },
  'DB_HOST without an edge': {
    why: 'no packet arrives there',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ env: { DB_HOST: shop.database().host } }) },
  },
  'a mail host without an edge': {
    why: 'no packet arrives there',
    place: 'plot/shop',
    scene: {
      shop: (shop) => shop.web({ entrypoint, env: { MAIL_HOST: shop.mailbox('harbour.example' as never).host } }),
    },
  },
  'pods 10.77.0.0/16 over the mesh': {
    why: 'two networks overlap',
    got: '10.77.0.0/16',
    place: 'overlap',
    scene: {
      platform: (draft) => {
        draft.network.pods = '10.77.0.0/16';
      },
    },
  },
  'the host https://gestion.harbour.example': {
    why: 'an address is no host',
    got: 'https://gestion.harbour.example',
    place: 'plot/shop',
    scene: { shop: (shop) => void shop.open(shop.web(), { host: 'https://gestion.harbour.example' as never }) },
  },
  'paths /ghost/': { why: '/ghost is open', place: 'plot/shop', scene: guarded('/ghost/') },
  'paths /admin/': { why: '/admin/users is open', place: 'plot/shop', scene: guarded('/admin/') },
  'paths /admin/*': {
    why: 'no regular expression: the open routes vanish',
    place: 'plot/shop',
    scene: guarded('/admin/*'),
  },
  'a file that begins with a tab': {
    why: 'kustomize cannot read it',
    place: 'plot/shop',
    scene: {
      shop: (shop) => shop.web({ files: { '/etc/app.conf': '\tx\n' } }),
      meant: { files: { '/etc/app.conf': '\tx\n' } },
    },
  },
  'a database of 0Gi': {
    why: 'the API server refuses it',
    place: 'plot/shop',
    got: '0Gi',
    scene: { shop: (shop) => void shop.database({ size: '0Gi' }) },
  },
  'a size of 2gb': {
    why: 'no unit of Kubernetes',
    got: '2gb',
    place: 'plot/shop',
    scene: { shop: (shop) => void shop.database({ size: '2gb' as never }) },
  },
  'a CPU of -50m': {
    why: 'less than nothing',
    got: '-50m',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ resources: { cpu: '-50m', memory: '64Mi' } }) },
  },
  'groups that nobody is in': {
    why: 'Authelia reads no subject as everybody who is logged in',
    place: 'plot/shop',
    scene: {
      shop: (shop) => void shop.open(shop.web(), { access: forwardAuth({ groups: [] }) }),
      meant: { door: { hosts: ['shop.harbour.example'], guarded: ['/'], groups: [], level: 'two_factor' } },
    },
  },
  'a name of a variable with dashes and a secret': {
    why: 'it becomes a line of shell in phase 3',
    place: 'plot/shop',
    got: 'mail-options-pass',
    scene: { phase: 3, shop: (shop) => shop.web({ entrypoint, env: { 'mail-options-pass': shop.key() } }) },
  },
  'a name of a variable that is a command': {
    why: 'it becomes a line of shell in phase 3',
    place: 'plot/shop',
    got: 'x; rm -rf /',
    scene: { phase: 3, shop: (shop) => shop.web({ entrypoint, env: { 'x; rm -rf /': shop.key() } }) },
  },
  'an empty serviceName': {
    why: 'a new machine is bought',
    place: 'serviceName',
    scene: {
      platform: (draft) => {
        (draft.owner.machines['loft'] as { serviceName?: string }).serviceName = '';
      },
    },
  },
  'a platform where nobody logs in by OpenID Connect': {
    why: 'Authelia does not start without a client',
    place: 'authelia',
    scene: { lonely: true, shop: (shop) => void shop.open(shop.web()) },
  },
  'a platform where nobody is behind the portal': {
    why: 'Authelia does not start without a rule',
    place: 'authelia',
    scene: { lonely: true, shop: (shop) => shop.web() },
  },
  'a host in capitals': {
    why: 'two cures, both wrong',
    place: 'plot/shop',
    got: 'GESTION.harbour.example',
    scene: {
      shop: (shop) => void shop.open(shop.web(), { host: 'GESTION.harbour.example' }),
      meant: { door: { hosts: ['gestion.harbour.example'], guarded: ['/'], groups: ['users'], level: 'two_factor' } },
    },
  },
  'U+2028 in a file': surviving('a\u2028b\n'),
  'DEL in a file': surviving('a\u007fb\n'),
  'NEL in a file': surviving('a\u0085b\n'),
  'half a character in a file': { ...surviving('a\ud800b\n'), why: 'it becomes U+FFFD on its way to the disk' },
  'a mesh of /16 with a machine in its second half': {
    why: 'many machines',
    place: 'mesh',
    scene: {
      platform: (draft) => {
        draft.network.mesh = '10.77.0.0/16';
        const [, lab] = draft.machines;
        if (!lab) return;
        lab.mesh = '10.77.200.2';
        for (const port of lab.ports) if (port.address) port.address = '10.77.200.2';
      },
    },
  },
  'the internet reached twice': {
    why: 'one edge is enough',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ reaches: [twice, twice] }) },
  },
  'a key of owner.ts misspelt': {
    why: 'a new machine is bought',
    got: 'lofft',
    place: 'owner',
    scene: {
      platform: (draft) => {
        const machines = draft.owner.machines as Record<string, unknown>;
        machines.lofft = machines['loft'];
        delete machines['loft'];
      },
    },
  },
};

function surviving(text: string): Example {
  const files = { '/etc/app.conf': text };
  return {
    why: 'it does not survive',
    place: 'plot/shop',
    scene: { shop: (shop) => shop.web({ files }), meant: { files } },
  };
}

const twice = { name: 'internet-https', peers: [{ cidrs: ['0.0.0.0/0'], ports: [{ port: 443 }] }] } as const;

function guarded(path: string): Scene {
  const access = () => forwardAuth({ groups: ['users'], paths: [path], reason });
  const door = { hosts: ['shop.harbour.example'], guarded: [path], groups: ['users'], level: 'two_factor' };
  return { shop: (shop) => void shop.open(shop.web(), { access: access() }), meant: { door } };
}

/** What may be put right instead of being refused. */
const normalised: readonly string[] = [
  'paths /ghost/',
  'paths /admin/',
  'paths /admin/*',
  'a host in capitals',
  'the internet reached twice',
  'U+2028 in a file',
  'DEL in a file',
  'NEL in a file',
  'a platform where nobody logs in by OpenID Connect',
  'a platform where nobody is behind the portal',
];
/** What is right, and was refused. */
const legitimate: readonly string[] = [
  'a file that begins with a tab',
  'a mesh of /16 with a machine in its second half',
];

const verdictOf = (title: string): Verdict =>
  legitimate.includes(title) ? 'right' : normalised.includes(title) ? 'open' : 'wrong';

const kind: Kind<string> = {
  name: 'example',
  cases: Object.entries(examples).map(([value, { why }]) => ({ value, verdict: verdictOf(value), why })),
};

const nothing: Kind<string> = { name: 'example', cases: right('nothing is changed') };

/** A healthy village and the healthy platform, in every phase: what else is measured hangs on these. */
const healthy: readonly Scope[] = ([1, 2, 3] as const).flatMap((phase) => [
  scope({
    prop: 'example',
    place: '',
    kind: nothing,
    phases: [phase],
    scene: () => ({ shop: (shop) => void shop.open(shop.web()) }),
  }),
  scope({ prop: 'example', place: '', kind: nothing, phases: [phase], scene: () => ({}) }),
]);

const faults: readonly Scope[] = kind.cases.map((one) => {
  const { place, scene, got } = examples[one.value] as Example;
  return scope({
    prop: 'example',
    place,
    kind: { name: 'example', cases: [one] },
    got: () => got,
    phases: [scene.phase ?? 3],
    scene: () => scene,
  });
});

export const exampleScopes: readonly Scope[] = [...healthy, ...faults];
