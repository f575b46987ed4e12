import { describe, expect, test } from 'vitest';
import { composed } from '../support/composed.ts';

const { manifests } = composed(1);
const marketing = manifests.in('prod-marketing');
const roles = ['mautic', 'mautic-cron', 'mautic-worker'] as const;

describe.each(roles)('Mautic’s %s', (name) => {
  const env = marketing.env(name);

  test('has its database in plain variables and references: the image reads no *_FILE', () => {
    expect(env).toMatchObject({
      MAUTIC_DB_HOST: 'mautic-database.prod-marketing.svc.cluster.local',
      MAUTIC_DB_PORT: '3306',
      MAUTIC_DB_DATABASE: 'mautic',
      MAUTIC_DB_USER: 'mautic',
      MAUTIC_DB_PASSWORD: 'mautic-database/password',
    });
    expect(Object.keys(env).filter((variable) => variable.endsWith('_FILE'))).toEqual([]);
  });

  test('queues mails and hits, so that the worker has something to do', () => {
    expect(env).toMatchObject({
      MAUTIC_MESSENGER_DSN_EMAIL: 'doctrine://default',
      MAUTIC_MESSENGER_DSN_HIT: 'doctrine://default',
      MAUTIC_MAILER_DSN: 'mautic-mail/dsn',
    });
  });

  test('trusts the proxies, as a JSON list', () => {
    expect(JSON.parse(env.MAUTIC_TRUSTED_PROXIES ?? '')).toEqual(['10.42.0.0/16']);
    expect(env.MAUTIC_SITE_URL).toBe('https://marketing.uyoop.fr');
  });

  test('shares the four folders that the image declares, all of one volume on one machine', () => {
    expect(marketing.mounts(name)).toEqual({
      '/var/www/html/config': 'mautic-data:config',
      '/var/www/html/var/logs': 'mautic-data:logs',
      '/var/www/html/docroot/media/files': 'mautic-data:files',
      '/var/www/html/docroot/media/images': 'mautic-data:images',
    });
    expect(marketing.pod(name).nodeSelector).toEqual({ 'kubernetes.io/hostname': 'core-prod' });
  });

  test('starts as root on a writable root file system, as its entrypoint must', () => {
    expect(marketing.container(name).securityContext).toMatchObject({
      runAsUser: 0,
      readOnlyRootFilesystem: false,
      allowPrivilegeEscalation: false,
    });
    expect(marketing.container(name).securityContext.capabilities.add).toEqual(
      expect.arrayContaining(['CHOWN', 'SETUID', 'SETGID']),
    );
  });

  test('is started by its entrypoint in phase 3 too', () => {
    expect(composed(3).manifests.in('prod-marketing').container(name).command.at(-1)).toBe('/entrypoint.sh');
  });

  test('does not print its password', () => {
    expect(env).not.toHaveProperty('DEBUG');
  });
});

describe('Mautic', () => {
  test('is one image in three roles', () => {
    expect(roles.map((name) => marketing.env(name).DOCKER_MAUTIC_ROLE)).toEqual([
      'mautic_web',
      'mautic_cron',
      'mautic_worker',
    ]);
    expect(new Set(roles.map((name) => marketing.container(name).image)).size).toBe(1);
  });

  test('runs one consumer of each queue instead of two', () => {
    const counts = Object.entries(marketing.env('mautic-worker')).filter(([name]) => name.includes('CONSUME'));
    expect(counts.map(([, count]) => count)).toEqual(['1', '1', '1']);
  });

  test('stops each role before its successor starts: they migrate one schema', () => {
    expect(roles.map((name) => marketing.one('Deployment', name).spec.strategy.type)).toEqual([
      'Recreate',
      'Recreate',
      'Recreate',
    ]);
  });

  test('has its own pages behind Authelia, in both spellings, and nothing that strangers call', () => {
    const routes = marketing.one('IngressRoute', 'mautic').spec.routes;
    const guarded = routes.find(({ priority }: { priority: number }) => priority === 20).match;
    for (const path of ['/s', '/index.php']) expect(guarded).toContain(`Path(\`${path}\`) || PathPrefix(\`${path}/\`)`);
    for (const path of ['/mtc.js', '/form', '/email', '/asset', '/api', '/oauth']) expect(guarded).not.toContain(path);
  });

  test('reaches its database and mail', () => {
    expect(marketing.names('NetworkPolicy')).toEqual(
      expect.arrayContaining([
        'mautic-to-mautic-database',
        'mautic-to-mailcow',
        'mautic-worker-to-mailcow',
        'mautic-cron-to-mailcow',
      ]),
    );
  });
});
