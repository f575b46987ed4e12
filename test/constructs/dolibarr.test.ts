import { describe, expect, test } from 'vitest';
import { composed } from '../support/composed.ts';

const { manifests, inventory } = composed(1);
const gestion = manifests.in('prod-gestion');
const env = gestion.env('dolibarr');
const cron = gestion.env('dolibarr-cron');

describe('Dolibarr', () => {
  test('has an instance id of its own before its first start, the same for cron', () => {
    expect(env.DOLI_INSTANCE_UNIQUE_ID_FILE).toBe('/secrets/dolibarr-app.instance-id');
    expect(cron.DOLI_INSTANCE_UNIQUE_ID_FILE).toBe(env.DOLI_INSTANCE_UNIQUE_ID_FILE);
    const claim = inventory.secrets.find(({ name }) => name === 'dolibarr-app');
    expect(claim?.keys['instance-id']).toMatchObject({
      from: 'random',
      length: 64,
      rotate: { never: expect.any(String) },
    });
  });

  test('gives as files exactly what the image reads as files', () => {
    const files = Object.keys({ ...env, ...cron }).filter((name) => name.endsWith('_FILE'));
    expect(files.sort()).toEqual([
      'DOLI_ADMIN_PASSWORD_FILE',
      'DOLI_CRON_KEY_FILE',
      'DOLI_DB_PASSWORD_FILE',
      'DOLI_INSTANCE_UNIQUE_ID_FILE',
    ]);
  });

  test('stands on MariaDB, the only one that installs by itself', () => {
    expect(env).toMatchObject({
      DOLI_DB_TYPE: 'mysqli',
      DOLI_DB_HOST_PORT: '3306',
      DOLI_INSTALL_AUTO: '1',
      DOLI_PROD: '1',
    });
    expect(gestion.container('dolibarr-database').image).toMatch(/^mariadb:/);
  });

  test('knows its address and does not force https by itself: behind a proxy it would loop', () => {
    expect(env.DOLI_URL_ROOT).toBe('https://gestion.uyoop.fr');
    expect(Object.keys(env).filter((name) => /https/i.test(name))).toEqual([]);
  });

  test('keeps documents and modules, and shares both with cron on one machine', () => {
    const volumes = { '/var/www/documents': 'dolibarr-documents', '/var/www/html/custom': 'dolibarr-custom' };
    expect(gestion.mounts('dolibarr')).toMatchObject(volumes);
    expect(gestion.mounts('dolibarr-cron')).toMatchObject(volumes);
    expect(gestion.mounts('dolibarr')).not.toHaveProperty('/var/www/html/conf');
  });

  test('starts as root on a writable root file system, as its start script must', () => {
    expect(gestion.container('dolibarr').securityContext).toMatchObject({
      runAsUser: 0,
      readOnlyRootFilesystem: false,
    });
    expect(gestion.one('Deployment', 'dolibarr').spec.strategy.type).toBe('Recreate');
  });

  test('runs its jobs in a container of their own, which does not install', () => {
    expect(cron).toMatchObject({ DOLI_CRON: '1', DOLI_INSTALL_AUTO: '0', DOLI_CRON_USER: 'admin' });
    expect(env).not.toHaveProperty('DOLI_CRON');
  });

  test('is wholly behind Authelia, but for what machines and customers call', () => {
    const access = inventory.exposures.find(({ host }) => host === 'gestion.uyoop.fr')?.access;
    expect(access).toMatchObject({ kind: 'forward-auth', paths: ['/'], groups: ['accounting', 'admins'] });
    expect(access).toHaveProperty('except', ['/api/index.php', '/public', '/webservices']);
  });

  test('is saved with its dump, its documents and its modules', () => {
    const saved = inventory.backups.filter(({ namespace }) => namespace === 'prod-gestion');
    expect(saved.map(({ volume }) => volume)).toEqual(['dolibarr-database', 'dolibarr-documents', 'dolibarr-custom']);
    expect(saved[0]?.dump?.command.at(-1)).toMatch(/mariadb-dump .*--single-transaction/);
  });
});
