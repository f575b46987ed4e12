import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Dolibarr } from '../../../../constructs/services/dolibarr/dolibarr.ts';
import type { Phase } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { host } from '../../../support/platform.ts';
import { doorOf, guarded, wayTo } from '../../../support/way.ts';

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

  test('has an Apache that redirects to https by itself', () => {
    const site = gestion.one('ConfigMap', 'dolibarr-config').data['etc_apache2_sites-available_000-default.conf'];
    expect(site).toContain('  ServerName https://gestion.harbour.example\n  DocumentRoot /var/www/html\n');
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

  test.each(['dolibarr', 'dolibarr-cron'])('reaches our own names from %s, which a webhook may lead to', (pod) => {
    expect(gestion.names('NetworkPolicy')).toEqual(
      expect.arrayContaining([`${pod}-to-internet-https`, `${pod}-to-traefik`]),
    );
  });

  test('is wholly behind Authelia, but for what machines and customers call', () => {
    const access = inventory.exposures[0]?.access;
    expect(access).toMatchObject({ kind: 'forward-auth', paths: ['/'], groups: ['accounting', 'admins'] });
  });

  test.each([
    '/public/payment/newpayment.php?source=invoice&ref=FA1&securekey=x',
    'POST /public/payment/newpayment.php',
    '/public/onlinesign/newonlinesign.php?source=proposal&ref=PR1',
    'POST /core/ajax/onlineSign.php',
    '/core/antispamimage.php',
    '/includes/jquery/css/base/jquery-ui.css',
    '/includes/jquery/js/jquery.min.js?version=23.0.2',
    '/includes/jquery/plugins/jSignature/jSignature.js',
    '/theme/eldy/style.css.php?lang=fr_FR&theme=eldy',
    '/theme/common/fontawesome-5/webfonts/fa-solid-900.woff2',
    '/theme/dolibarr_256x256_color.png',
    '/core/js/lib_head.js.php?lang=fr_FR',
    '/viewimage.php?modulepart=mycompany&entity=1&file=logos%2Fthumbs%2Fours_small.png',
    '/viewimage.php?hashp=Xy12',
    '/document.php?hashp=1a2b3c4d',
    '/document.php?modulepart=medias&file=terms.pdf',
    '/webservices/server_invoice.php?wsdl',
    'POST /api/index.php/login',
  ])('lets a customer or a machine have %s', (asked) => expect(doorOf(gestion, 'dolibarr', asked)).toBe('open'));

  test.each([
    '/',
    '/index.php',
    'POST /index.php',
    '/install/',
    '/document.php?modulepart=facture&file=FA1/FA1.pdf',
    '/document.php?hashp=',
    'POST /document.php?hashp=1a2b3c4d',
    '/document.php/x?hashp=1a2b3c4d',
    '/viewimage.php?modulepart=userphoto&file=1/me.png',
    '/viewimage.php?modulepart=mycompany&file=private.png',
    'POST /viewimage.php?modulepart=barcode',
    '/includes/restler/framework/Luracast/Restler/explorer/index.php',
    '/includes/restler/index.php/a.css',
    '/includes/odtphp/odf.php',
    'POST /theme/eldy/style.css.php',
    '/theme/eldy/theme_vars.inc.php',
    '/theme/..%2findex.php%2fa.css',
    '/theme/eldy/..%2f..%2fa.css',
    '/core/js/%2e%2e%2f..%2findex.php%3f.css',
    '/core/ajax/security.php',
    '/custom/ours/css/ours.css.php',
  ])('leaves %s to the portal', (asked) => expect(doorOf(gestion, 'dolibarr', asked)).toBe('portal'));

  test('opens what its pages load to be read, and nothing that takes a form', () => {
    const access = inventory.exposures[0]?.access;
    expect(access).toHaveProperty('openings.files.endings', expect.not.arrayContaining(['php']));
    const rules: Fields[] = gestion.one('IngressRoute', 'dolibarr').spec.routes;
    const shaped = rules.filter(({ match }) => /PathRegexp\(`\^|QueryRegexp/.test(match));
    expect(shaped).toHaveLength(6);
    for (const { match } of shaped) expect(match).toContain('(Method(`GET`) || Method(`HEAD`))');
  });

  test('is saved with its dump, its documents and its modules', () => {
    const saved = inventory.backups.filter(({ namespace }) => namespace === 'prod-gestion');
    expect(saved.map(({ volume }) => volume)).toEqual(['dolibarr-database', 'dolibarr-documents', 'dolibarr-custom']);
    expect(saved[0]?.dump?.command.at(-1)).toMatch(/mariadb-dump .*--single-transaction/);
  });
});
