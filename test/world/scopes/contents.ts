import { fileOf, hostFolder, noBackup, scratch } from '../../../constructs/index.ts';
import { type Kind, open, right, wrong } from '../kinds/kind.ts';
import { ids, secretKeys, secretVariables, variables } from '../kinds/names.ts';
import { filePaths, hostPaths, mountPaths, subPaths } from '../kinds/paths.ts';
import { disks } from '../kinds/quantities.ts';
import { processTexts, reasons, texts } from '../kinds/text.ts';
import { ofShop, type Scope } from '../scene.ts';
import type { Shop } from '../village.ts';

const state = (shop: Shop, id = 'data') => shop.volume(id, { size: '1Gi', backup: 'daily' });
const entrypoint = ['/bin/run'] as const;
const plainPath = '/etc/app/app.conf';

const backups: Kind<unknown> = {
  name: 'backup',
  cases: [
    ...right<unknown>('hourly', 'daily', 'weekly', noBackup('a cache: users log in again')),
    ...wrong<unknown>('no tier, and no reason for none', 'monthly', '', undefined, { none: '' }, { none: 'no' }, {}),
  ],
};

const keyCounts: Kind<readonly string[]> = {
  name: 'secret keys',
  cases: [
    ...right<readonly string[]>(['a'], ['a', 'b']),
    ...wrong<readonly string[]>('a secret without a value', []),
    ...open<readonly string[]>(Array.from({ length: 60 }, (_, index) => `key-${index}`)),
  ],
};

/** What is inside a container: variables, files, folders, secrets. */
export const contentScopes: readonly Scope[] = [
  ofShop('workload.env name', variables, (name) => (shop) => shop.web({ env: { [name]: 'x' } }), {
    meant: (name) => (name === '__proto__' ? {} : { variables: { [name]: 'x' } }),
  }),
  ofShop('scheduled.env name', variables, (name) => (shop) => shop.job({ env: { [name]: 'x' } }), {
    fits: ({ verdict }) => verdict !== 'right',
  }),
  ofShop('workload.env value', processTexts, (text) => (shop) => shop.web({ env: { TEXT: text } }), {
    meant: (text) => ({ variables: { TEXT: text } }),
  }),
  ofShop(
    'workload.env name with a secret',
    secretVariables,
    (name) => (shop) => shop.web({ entrypoint, env: { [name]: shop.key() } }),
  ),
  ofShop(
    'scheduled.env name with a secret',
    secretVariables,
    (name) => (shop) => shop.job({ entrypoint, env: { [name]: shop.key() } }),
  ),
  ofShop(
    'workload.env name with a file',
    variables,
    (name) => (shop) => shop.web({ entrypoint, env: { [name]: fileOf(shop.key()) } }),
    {
      fits: ({ verdict }) => verdict !== 'open',
    },
  ),
  ofShop('workload.files text', texts, (text) => (shop) => shop.web({ files: { [plainPath]: text } }), {
    meant: (text) => ({ files: { [plainPath]: text } }),
  }),
  ofShop(
    'workload.files text behind a function',
    texts,
    (text) => (shop) => shop.web({ files: { [plainPath]: () => text } }),
    {
      meant: (text) => ({ files: { [plainPath]: text } }),
      fits: ({ verdict }) => verdict === 'open',
    },
  ),
  ofShop('workload.files path', filePaths, (path) => (shop) => shop.web({ files: { [path]: 'text' } }), {
    meant: (path) => (path === '__proto__' ? {} : { files: { [path]: 'text' } }),
  }),
  ofShop('workload.volumes path', mountPaths, (path) => (shop) => shop.web({ volumes: { [path]: state(shop) } }), {
    fits: ({ value }) => value !== '/tmp',
  }),
  ofShop('workload.volumes path', mountPaths, (path) => (shop) => shop.web({ volumes: { [path]: scratch('16Mi') } })),
  ofShop(
    'workload.volumes subPath',
    subPaths,
    (path) => (shop) => shop.web({ volumes: { '/data': state(shop).at(path) } }),
  ),
  ofShop(
    'workload.volumes hostFolder',
    hostPaths,
    (path) => (shop) =>
      shop.web({ volumes: { '/host': hostFolder(path) }, relax: { hostPath: 'it reads logs of the machine' } }),
  ),
  ofShop(
    'volume.size',
    disks,
    (size) => (shop) =>
      shop.web({ volumes: { '/data': shop.volume('data', { size: size as never, backup: 'daily' }) } }),
  ),
  ofShop(
    'volume.backup',
    backups,
    (backup) => (shop) =>
      shop.web({ volumes: { '/data': shop.volume('data', { size: '1Gi', backup: backup as never }) } }),
  ),
  ofShop(
    'volume.backup.none',
    reasons,
    (reason) => (shop) =>
      shop.web({ volumes: { '/data': shop.volume('data', { size: '1Gi', backup: noBackup(reason) }) } }),
  ),
  ofShop('volume id', ids, (id) => (shop) => shop.web({ volumes: { '/data': state(shop, id) } }), {
    fits: ({ value }) => value.length < 40 || value.length > 60,
  }),
  ofShop('secret id', ids, (id) => (shop) => shop.web({ secretFiles: [shop.key(id)] }), {
    fits: ({ value }) => value !== 'a'.repeat(50),
  }),
  ofShop('secret key', secretKeys, (key) => (shop) => shop.web({ secretFiles: [shop.key('keys', key)] })),
  ofShop(
    'secret key in a variable',
    secretKeys,
    (key) => (shop) => shop.web({ entrypoint, env: { KEY: shop.key('keys', key) } }),
  ),
  ofShop('secret keys', keyCounts, (keys) => (shop) => {
    const recipes = Object.fromEntries(keys.map((key) => [key, { from: 'random', length: 40 } as const]));
    shop.web({ secretFiles: Object.values(shop.secret('keys', recipes)) });
  }),
  ofShop(
    'secret random length',
    {
      name: 'length',
      cases: [...right(16, 40, 64), ...wrong('no secret', 0, -1, 1, 1.5, Number.NaN), ...open(8, 100_000)],
    },
    (length) => (shop) => {
      const { key } = shop.secret('keys', { key: { from: 'random', length } });
      shop.web({ secretFiles: [key] });
    },
  ),
  ofShop(
    'secret rsa bits',
    {
      name: 'bits',
      cases: [...right(2048, 4096), ...wrong('no RSA key that anything takes', 0, -1, 512, 1000.5, Number.NaN, 1e9)],
    },
    (bits) => (shop) => {
      const { key } = shop.secret('keys', { key: { from: 'rsa', bits } });
      shop.web({ secretFiles: [key] });
    },
  ),
];
