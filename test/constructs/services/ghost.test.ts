import { describe, expect, test } from 'vitest';
import { Ghost } from '../../../constructs/services/ghost/ghost.ts';
import type { Phase } from '../../../platform/types.ts';
import { alone } from '../../support/composed.ts';
import type { Fields } from '../../support/manifests.ts';
import { host } from '../../support/platform.ts';
import { doorOf, free, guarded, wayTo } from '../../support/way.ts';

const ghost = (phase: Phase) =>
  alone('prod-web', 'prod', (chart) => new Ghost(chart, 'ghost', { host: host('blog.harbour.example') }), { phase });
const { manifests, inventory } = ghost(1);
const web = manifests.in('prod-web');
const env = web.env('ghost');

describe('Ghost', () => {
  test('stands on MySQL: it does not support MariaDB', () => {
    expect(web.container('ghost-database').image).toMatch(/^mysql:/);
    expect(env).toMatchObject({
      database__client: 'mysql',
      database__connection__host: 'ghost-database.prod-web.svc.cluster.local',
      database__connection__port: '3306',
      database__connection__database: 'ghost',
    });
  });

  test('reads no *_FILE: its secrets are references in variables', () => {
    expect(env).toMatchObject({
      database__connection__password: 'ghost-database/password',
      mail__options__auth__pass: 'ghost-mail/password',
    });
    expect(Object.keys(env).filter((name) => name.endsWith('_FILE'))).toEqual([]);
  });

  test('is probed as if through the proxy: without the header it answers everything with a redirect', () => {
    const { path, httpHeaders } = web.container('ghost').readinessProbe.httpGet;
    expect(path).toBe('/ghost/api/admin/site/');
    expect(httpHeaders).toEqual([
      { name: 'X-Forwarded-Proto', value: 'https' },
      { name: 'Host', value: 'blog.harbour.example' },
    ]);
    expect(env.url).toBe('https://blog.harbour.example');
  });

  test('has its editor behind Authelia, but not the API below it, nor what readers see', () => {
    const routes = web.one('IngressRoute', 'ghost').spec.routes.map(({ match, priority, middlewares }: Fields) => {
      const brief = match.replace('Host(`blog.harbour.example`)', '…').replace(/ && !PathRegexp\(`[^`]+`\)/, '');
      return [brief, priority, middlewares.at(-1).name];
    });
    expect(routes.slice(0, 3)).toEqual([
      [expect.stringContaining('Path(`/ghost/api`) || PathPrefix(`/ghost/api/`)'), 30, 'drop-identity'],
      ['… && (Path(`/ghost`) || PathPrefix(`/ghost/`))', 20, 'authelia'],
      ['…', 10, 'drop-identity'],
    ]);
  });

  test.each([
    ['/ghost/.well-known/jwks.json', 'open'],
    ['/ghost/auth-frame/', 'open'],
    ['/ghost/api/content/posts/?key=x', 'open'],
    ['/', 'open'],
    ['/ghost/', 'portal'],
    ['/ghost/.well-known-not', 'portal'],
  ])('has %s %s: machines and public pages read below the editor’s path', (path, door) => {
    expect(doorOf(web, 'ghost', path)).toBe(door);
  });

  test('can always send mail: without its code nobody logs in to the editor', () => {
    expect(env).toMatchObject({
      mail__transport: 'SMTP',
      mail__options__host: 'mail.lantern.example',
      mail__options__port: '587',
    });
    expect(web.names('NetworkPolicy')).toContain('ghost-to-mailcow');
    expect(env).not.toHaveProperty('security__staffDeviceVerification');
  });

  test('runs as node from the start, on a read-only root, with its content on a volume that seeds itself', () => {
    expect(web.container('ghost').securityContext).toMatchObject({ runAsUser: 1000, readOnlyRootFilesystem: true });
    expect(web.mounts('ghost')).toMatchObject({ '/var/lib/ghost/content': 'ghost-content', '/tmp': 'scratch-tmp' });
    expect(env.logging__transports).toBe('["stdout"]');
  });

  test('has room for an upload, which waits in /tmp until it is whole: an overflow would evict the pod', () => {
    expect(web.podVolume('ghost', 'scratch-tmp').emptyDir.sizeLimit).toBe('2Gi');
  });

  test('has time to migrate: it answers 503 meanwhile, and a migration that is cut short stays locked', () => {
    const { periodSeconds, failureThreshold } = web.container('ghost').startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(900);
  });

  test('is started by its entrypoint in phase 3 too, which alone seeds the content', () => {
    const { command } = ghost(3).manifests.in('prod-web').container('ghost');
    expect(command.slice(-3)).toEqual(['docker-entrypoint.sh', 'node', 'current/index.js']);
    expect(web.container('ghost').command).toBeUndefined();
  });

  test('is claimed behind the portal: whoever posts to its setup first is its owner', () => {
    const route = web.one('IngressRoute', 'ghost');
    for (const path of ['setup', 'setup/', 'Setup', '/setup']) {
      expect(wayTo(`/ghost/api/admin/authentication/${path}`, route)).not.toEqual(free);
      expect(wayTo(`/ghost/api/admin/authentication/${path}`, route)).toEqual(guarded);
    }
    expect(wayTo('/Ghost/api/admin/authentication/setup/', route)).toBeUndefined();
    // Ghost takes these out of the address before it looks who answers.
    for (const version of ['canary', 'v2', 'v3', 'v4', 'V4'])
      expect(wayTo(`/ghost/api/${version}/admin/authentication/setup/`, route)).toEqual(guarded);
    for (const path of ['/ghost/api/content/posts/', '/ghost/api/admin/authentication/invitation/'])
      expect(wayTo(path, route)).toEqual(free);
  });

  test('reaches its database, mail and the web, our own names among it, and nothing else', () => {
    const reached = inventory.edges.filter(({ from }) => from.name === 'ghost').map(({ to }) => to.name);
    expect(reached).toEqual(['ghost-database', 'mailcow', 'internet-https', 'traefik']);
  });

  test('may enter Traefik: its scheduler publishes a post by the site’s public address, which ends there after DNAT', () => {
    const { egress } = web.one('NetworkPolicy', 'ghost-to-traefik').spec;
    expect(egress).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
        },
      ],
      ports: [{ port: 8443, protocol: 'TCP' }],
    });
  });

  test('is saved with a consistent dump of its database', () => {
    const claims = inventory.backups.filter(({ namespace }) => namespace === 'prod-web');
    expect(claims.map(({ volume, backup }) => [volume, backup])).toEqual([
      ['ghost-database', 'daily'],
      ['ghost-content', 'daily'],
    ]);
    expect(claims[0]?.dump?.command.at(-1)).toMatch(/mysqldump .*--single-transaction .*--routines --triggers/);
  });
});
