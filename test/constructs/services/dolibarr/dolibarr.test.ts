import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Dolibarr } from '../../../../constructs/services/dolibarr/dolibarr.ts';
import type { Phase } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';
import { host } from '../../../support/platform.ts';
import { guarded, wayTo } from '../../../support/way.ts';

const dolibarr = (phase: Phase) =>
  alone('prod-gestion', 'prod', (chart) => new Dolibarr(chart, 'dolibarr', { host: host('gestion.harbour.example') }), {
    phase,
  });
const { manifests, inventory } = dolibarr(1);
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

  test('ends a job that takes too much before the kernel ends its pod', () => {
    expect([env.PHP_INI_MEMORY_LIMIT, cron.PHP_INI_MEMORY_LIMIT]).toEqual(['256M', '192M']);
    expect(gestion.container('dolibarr-cron').resources.limits.memory).toBe('256Mi');
  });

  test('meets strangers at no installer, under whatever is open of it', () => {
    const route = gestion.one('IngressRoute', 'dolibarr');
    for (const path of ['/install', '/install/index.php', '/Install/', '//install/', '/public/../install/'])
      expect(wayTo(path, route)).toEqual(guarded);
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
    expect(env.DOLI_URL_ROOT).toBe('https://gestion.harbour.example');
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
    expect(cron).toMatchObject({ DOLI_INSTALL_AUTO: '0', DOLI_CRON_USER: 'admin' });
    expect(env).toMatchObject({ DOLI_INSTALL_AUTO: '1' });
  });

  test('enables the jobs when it installs: the key that cron shows is stored for an enabled module alone', () => {
    expect(env.DOLI_ENABLE_MODULES?.split(',')).toContain('Cron');
    expect(env.DOLI_CRON_KEY_FILE).toBe(cron.DOLI_CRON_KEY_FILE);
  });

  test('uses neither the image’s daemon nor su, which fail without AUDIT_WRITE, and no process by its number', () => {
    expect({ ...env, ...cron }).not.toHaveProperty('DOLI_CRON');
    const [, , script] = gestion.container('dolibarr-cron').args as string[];
    expect(script).not.toMatch(/\bsu\b|\bcron\b -f|\/proc\//);
    expect(gestion.container('dolibarr-cron').command).toBeUndefined();
  });

  test('is started by the same script in phase 3, with the jobs behind it', () => {
    const { command } = dolibarr(3).manifests.in('prod-gestion').container('dolibarr-cron');
    const { args } = gestion.container('dolibarr-cron');
    expect(command.slice(-4)).toEqual(['docker-run.sh', ...args]);
  });

  test('runs the jobs as www-data with key and user, and ends when it is told to', async () => {
    const at = mkdtempSync(join(tmpdir(), 'dolibarr-'));
    writeFileSync(join(at, 'setpriv'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    writeFileSync(join(at, 'sleep'), '#!/bin/sh\nexec /bin/sleep 1\n', { mode: 0o755 });
    writeFileSync(join(at, 'key'), 's3cret');
    const [shell = '', ...words] = gestion.container('dolibarr-cron').args as string[];
    const variables = { DOLI_CRON_KEY_FILE: join(at, 'key'), DOLI_CRON_USER: 'admin' };
    const child = spawn(shell, words, { env: { PATH: `${at}:${process.env.PATH}`, ...variables } });
    const line = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim())));
    const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(line).toBe(
      '--reuid=www-data --regid=www-data --init-groups php /var/www/scripts/cron/cron_run_jobs.php s3cret admin',
    );
  });

  test('is wholly behind Authelia, but for what machines and customers call', () => {
    const access = inventory.exposures[0]?.access;
    expect(access).toMatchObject({ kind: 'forward-auth', paths: ['/'], groups: ['accounting', 'admins'] });
    expect(access).toHaveProperty('except', ['/api/index.php', '/public', '/webservices']);
  });

  test('is saved with its dump, its documents and its modules', () => {
    const saved = inventory.backups.filter(({ namespace }) => namespace === 'prod-gestion');
    expect(saved.map(({ volume }) => volume)).toEqual(['dolibarr-database', 'dolibarr-documents', 'dolibarr-custom']);
    expect(saved[0]?.dump?.command.at(-1)).toMatch(/mariadb-dump .*--single-transaction/);
  });
});
