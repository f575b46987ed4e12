import { MariaDb, MySql, PostgreSql, Valkey } from '../../../constructs/index.ts';
import { type Kind, right, wrong } from '../kinds/kind.ts';
import { databaseNames, ids } from '../kinds/names.ts';
import { disks, memories } from '../kinds/quantities.ts';
import { processTexts } from '../kinds/text.ts';
import { ofShop, type Scope } from '../scene.ts';

const servers = { MariaDb, MySql, PostgreSql } as const;
type Server = keyof typeof servers;

const logins: Kind<string> = {
  name: 'login',
  cases: [...right('leased', 'rotated'), ...wrong('no kind of login', 'daily', '', 'static')],
};

const valkeyMemories: Kind<string> = {
  name: 'memory of values',
  cases: [
    ...right('64Mi', '128Mi'),
    ...wrong('Valkey takes whole numbers', '0.5Gi', '1.5Mi', '-1Mi', 'NaNMi', '1e2Mi'),
    ...wrong('more than its pod may have', '192Mi', '1Gi', '4Gi'),
    ...wrong('zero means no bound', '0Mi', '0Gi'),
    ...wrong('no amount of memory', '', '64', '64MB', 'abc', '64 Mi'),
  ],
};

/** What is less than the buffers that a server is started with is check 1's to refuse. */
const serverMemories: Kind<string> = {
  ...memories,
  name: 'memory of a server',
  cases: memories.cases.map((one) => (['16Mi', '64Mi'].includes(one.value) ? { ...one, verdict: 'open' } : one)),
};

const of = (name: Server): readonly Scope[] => {
  const Server = servers[name];
  return [
    ofShop(
      `${name}.size`,
      disks,
      (size) => (shop) => void new Server(shop, 'database', { size: size as never, backup: 'daily' }),
    ),
    ofShop(
      `${name}.database`,
      databaseNames,
      (database) => (shop) => void new Server(shop, 'database', { size: '1Gi', backup: 'daily', database }),
    ),
    ofShop(
      `${name}.resources.memory`,
      serverMemories,
      (memory) => (shop) =>
        void new Server(shop, 'database', {
          size: '1Gi',
          backup: 'daily',
          resources: { cpu: '10m', memory: memory as never },
        }),
    ),
  ];
};

/** Databases and caches. */
export const stateScopes: readonly Scope[] = [
  ...of('MariaDb'),
  ...of('MySql'),
  ...of('PostgreSql'),
  ofShop('database id', ids, (id) => (shop) => void shop.database({}, id), {
    fits: ({ value }) => value.length < 40 || value.length > 60,
  }),
  ofShop('database.args', processTexts, (text) => (shop) => void shop.database({ args: [text] }), {
    fits: ({ verdict }) => verdict !== 'right',
  }),
  ofShop('database.login', logins, (login) => (shop) => void shop.database({ login: login as never }), { phases: [3] }),
  ofShop(
    'Valkey.memory',
    valkeyMemories,
    (memory) => (shop) => void new Valkey(shop, 'cache', { memory: memory as never }),
  ),
];
