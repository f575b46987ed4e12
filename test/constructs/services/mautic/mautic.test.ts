import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cron } from 'croner';
import { describe, expect, test } from 'vitest';
import { Mautic } from '../../../../constructs/services/mautic/mautic.ts';
import type { Phase } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';
import type { Fields, Manifests } from '../../../support/manifests.ts';
import { host } from '../../../support/platform.ts';
import { free, guarded, wayTo } from '../../../support/way.ts';

const mautic = (phase: Phase) =>
  alone('prod-marketing', 'prod', (chart) => new Mautic(chart, 'mautic', { host: host('marketing.harbour.example') }), {
    phase,
  }).manifests.in('prod-marketing');
const marketing = mautic(1);
const roles = ['mautic', 'mautic-cron', 'mautic-worker'] as const;

const parametersOf = (name: string, of: Manifests = marketing): string =>
  of.one('ConfigMap', `${name}-config`).data['uyoop_parameters.php'];

/** The secret files that a pod finds under `/secrets`: projected, or written by Vault's agent. */
const secretFiles = (name: string, of: Manifests): readonly string[] => {
  const sources: Fields[] = of.podVolume(name, 'secrets')?.projected.sources ?? [];
  const annotations: Readonly<Record<string, string>> = of.template(name).metadata.annotations;
  return [
    ...sources.map(({ secret }) => secret.items[0].path),
    ...Object.entries(annotations).flatMap(([key, file]) => (key.includes('/agent-inject-file-') ? [file] : [])),
  ];
};

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

  test('has its parameters in a file, which cron’s commands read too: they see no variable of the container', () => {
    expect(parametersOf(name)).toContain(`
  'db_host' => 'mautic-database.prod-marketing.svc.cluster.local',
  'db_port' => 3306,
  'db_name' => 'mautic',
`);
    expect(parametersOf(name)).toContain("'site_url' => 'https://marketing.harbour.example'");
    expect(parametersOf(name)).toContain("'messenger_dsn_email' => 'doctrine://default',");
    expect(parametersOf(name)).toContain("'messenger_dsn_hit' => 'doctrine://default',");
  });

  test('trusts the proxies by that file: Mautic reads them from no variable', () => {
    expect(parametersOf(name)).toContain("'trusted_proxies' => ['10.52.0.0/16'],");
  });

  test('reads its secrets from files at each run, with no percent sign that Mautic would take for its own', () => {
    const read = (path: string) => `str_replace('%', '%%', trim((string) file_get_contents('${path}')))`;
    expect(parametersOf(name)).toContain(`'db_password' => ${read('/secrets/mautic-database.password')},`);
    expect(parametersOf(name)).toContain(`'mailer_dsn' => ${read('/secrets/mautic-mail.dsn')},`);
  });

  test.each([1, 2, 3] as const)('finds those files in phase %i', (phase) => {
    const there = mautic(phase);
    const read = [...parametersOf(name, there).matchAll(/file_get_contents\('\/secrets\/([^']+)'\)/g)];
    expect(read).toHaveLength(2);
    expect(secretFiles(name, there)).toEqual(expect.arrayContaining(read.map(([, file]) => file)));
  });

  test('has no variable that would win over the file, and the password’s does not', () => {
    const own = ['DB_HOST', 'DB_PORT', 'DB_DATABASE', 'DB_USER', 'DB_PASSWORD'].map((key) => `MAUTIC_${key}`);
    expect(Object.keys(env).filter((variable) => variable.startsWith('MAUTIC_'))).toEqual(own);
    expect(parametersOf(name)).toContain("$_ENV['MAUTIC_DB_PASSWORD'] = $parameters['db_password'];");
  });

  test('links the file into the folder: mounted there, the entrypoint’s chown would fail at it', () => {
    const { command, volumeMounts } = marketing.container(name);
    expect(command).toEqual(['/bin/sh', '/uyoop/start.sh', '/entrypoint.sh']);
    expect(volumeMounts.map(({ mountPath }: Fields) => mountPath)).toContain('/uyoop/parameters.php');
    const inside = volumeMounts.filter(({ mountPath }: Fields) => mountPath.startsWith('/var/www/html/config/'));
    expect(inside).toEqual([]);
  });

  test('shares every folder that one role writes and another reads, all of one volume on one machine', () => {
    const ofRole = ['/etc/apache2/sites-available/000-default.conf', '/opt/mautic/cron/mautic'];
    const mounts = Object.entries(marketing.mounts(name)).filter(([path]) => !ofRole.includes(path));
    expect(Object.fromEntries(mounts)).toEqual({
      '/secrets': 'secrets',
      '/uyoop/parameters.php': 'config:uyoop_parameters.php',
      '/uyoop/start.sh': 'config:uyoop_start.sh',
      '/var/www/html/config': 'mautic-data:config',
      '/var/www/html/var/logs': 'mautic-data:logs',
      '/var/www/html/var/import': 'mautic-data:import',
      '/var/www/html/docroot/media/files': 'mautic-data:files',
      '/var/www/html/docroot/media/images': 'mautic-data:images',
      '/var/www/html/docroot/media/dashboards': 'mautic-data:dashboards',
      '/var/www/html/uyoop-themes': 'mautic-data:themes',
    });
    expect(marketing.pod(name).nodeSelector).toEqual({ 'kubernetes.io/hostname': 'quay' });
  });

  test('starts as root on a writable root file system, as its entrypoint must', () => {
    expect(marketing.container(name).securityContext).toMatchObject({
      runAsUser: 0,
      readOnlyRootFilesystem: false,
      allowPrivilegeEscalation: false,
    });
    expect(marketing.container(name).securityContext.capabilities.add).toEqual(
      expect.arrayContaining(['AUDIT_WRITE', 'CHOWN', 'SETUID', 'SETGID']),
    );
  });

  test.each([1, 2, 3] as const)('is started by its entrypoint in phase %i', (phase) => {
    const { command } = mautic(phase).container(name);
    expect(command.slice(-3)).toEqual(['/bin/sh', '/uyoop/start.sh', '/entrypoint.sh']);
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

  test('says the same in every role', () => {
    expect(new Set(roles.map((name) => parametersOf(name))).size).toBe(1);
  });

  test('has no site of ours before its installer has run: it would take itself for installed', () => {
    expect(parametersOf('mautic')).toContain("empty($parameters['site_url']) ? [] : ['site_url' =>");
    expect(parametersOf('mautic').match(/'site_url' =>/g)).toHaveLength(1);
  });

  test('has an Apache that redirects to https by itself, and serves the folder that the image serves', () => {
    const site = marketing.one('ConfigMap', 'mautic-config').data['etc_apache2_sites-available_000-default.conf'];
    expect(site).toContain('  ServerName https://marketing.harbour.example\n  DocumentRoot /var/www/html/docroot\n');
  });

  test('ends a command that takes too much before the kernel ends its pod: the worker runs three at once', () => {
    const mebibytes = (text: string) => Number(/^(\d+)Mi?$/.exec(text)?.[1]);
    const atOnce = { mautic: 1, 'mautic-cron': 1, 'mautic-worker': 3 };
    for (const name of roles) {
      const own = mebibytes(marketing.env(name).PHP_INI_VALUE_MEMORY_LIMIT as string);
      const limit = mebibytes(marketing.container(name).resources.limits.memory);
      expect(own * atOnce[name]).toBeGreaterThan(0);
      expect(own * atOnce[name]).toBeLessThanOrEqual(0.9 * limit);
    }
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

  test('is installed behind the portal: a stranger would get through the installer with the password that is configured', () => {
    const route = marketing.one('IngressRoute', 'mautic');
    for (const path of ['/installer', '/installer/step/1', '/index.php/installer', '/s/login'])
      expect(wayTo(path, route)).toEqual(guarded);
    for (const path of ['/Installer', '//installer', '/installer;x', '/x/../installer'])
      expect(wayTo(path, route)).not.toEqual(free);
    for (const path of ['/', '/form/1', '/mtc.js', '/installers']) expect(wayTo(path, route)).toEqual(free);
  });

  test.each(roles)('reaches its database, mail and the web from %s, our own names among it', (role) => {
    const reached = ['mautic-database', 'mailcow', 'internet-https', 'traefik'].map((to) => `${role}-to-${to}`);
    expect(marketing.names('NetworkPolicy')).toEqual(expect.arrayContaining(reached));
  });
});

describe('Mautic’s cron', () => {
  const table: readonly string[] = marketing
    .one('ConfigMap', 'mautic-cron-config')
    .data.opt_mautic_cron_mautic.split('\n');
  const jobs = table.filter((line) => /^[*\d]/.test(line));

  test('has a table of its own where the entrypoint would else lay the image’s', () => {
    expect(marketing.mounts('mautic-cron')).toHaveProperty('/opt/mautic/cron/mautic', 'config:opt_mautic_cron_mautic');
    expect(table.at(-1)).toBe('');
    expect(table).toContain('BASH_ENV=/tmp/cron.env');
  });

  test.each([
    'segments:update',
    'campaigns:update',
    'campaigns:trigger',
    'broadcasts:send',
    'messages:send',
    'import',
    'contacts:scheduled_export',
    'webhooks:process',
    'reports:scheduler',
    'email:fetch',
  ])('runs mautic:%s at least four times an hour, which nothing else does', (task) => {
    const [job, ...others] = jobs.filter((line) => new RegExp(`bin/console mautic:${task} `).test(line));
    expect(others).toEqual([]);
    const minutes = new Cron(job?.split(' ').slice(0, 5).join(' ') ?? 'never').nextRuns(5, new Date(2026, 0, 1));
    expect(Number(minutes[4]) - Number(minutes[0])).toBeLessThanOrEqual(3_600_000);
  });

  test('runs nothing but those, one at a time: its memory is for one PHP', () => {
    expect(jobs).toHaveLength(10);
    for (const job of jobs) expect(job).toMatch(/ flock -w \d+ \/tmp\/mautic-cron\.lock php \S+\/bin\/console mautic:/);
  });

  test('never deletes contacts by age', () => {
    expect(table.join('\n')).not.toContain('maintenance:cleanup');
  });

  test('reaches the mailbox that bounces come to', () => {
    const { egress } = marketing.one('NetworkPolicy', 'mautic-cron-to-mailcow-imaps').spec;
    expect(egress[0].ports).toEqual([{ port: 993, protocol: 'TCP' }]);
  });
});

/** The script before the entrypoint, run on folders of its own. */
describe('Mautic’s start', () => {
  const image = (role: string) => {
    const at = mkdtempSync(join(tmpdir(), 'mautic-'));
    const html = join(at, 'html');
    for (const folder of ['config', 'docroot/themes/blank', 'docroot/media/dashboards', 'var/import', 'uyoop-themes'])
      mkdirSync(join(html, folder), { recursive: true });
    writeFileSync(join(html, 'docroot/themes/blank/config.json'), 'of the image');
    const script = marketing.one('ConfigMap', 'mautic-config').data['uyoop_start.sh'].replaceAll('/var/www/html', html);
    const start = () =>
      spawnSync('/bin/sh', ['-c', script, 'start.sh', 'echo', 'started'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, DOCKER_MAUTIC_ROLE: role },
      });
    return { html, start };
  };
  const themes = (html: string) => readdirSync(join(html, 'docroot/themes'));

  test('keeps a theme that somebody uploaded, beside those of a newer image', () => {
    const { html, start } = image('mautic_web');
    mkdirSync(join(html, 'uyoop-themes/ours'));
    mkdirSync(join(html, 'uyoop-themes/blank'));
    writeFileSync(join(html, 'uyoop-themes/blank/config.json'), 'of the last image');
    const { status, stdout } = start();
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, 'started']);
    expect(themes(html)).toEqual(['blank', 'ours']);
    expect(readFileSync(join(html, 'docroot/themes/blank/config.json'), 'utf8')).toBe('of the image');
    mkdirSync(join(html, 'docroot/themes/next'));
    expect(readdirSync(join(html, 'uyoop-themes'))).toEqual(['blank', 'next', 'ours']);
  });

  test('leaves the image’s themes where they are until the web server has laid them down', () => {
    const { html, start } = image('mautic_cron');
    expect(start()).toMatchObject({ status: 0, stderr: expect.stringContaining('themes: the image') });
    expect(themes(html)).toEqual(['blank']);
    mkdirSync(join(html, 'uyoop-themes/ours'));
    expect(start().status).toBe(0);
    expect(themes(html)).toEqual(['ours']);
  });

  test('links the parameters, and twice is the same', () => {
    const { html, start } = image('mautic_web');
    for (const _ of [1, 2]) expect(start()).toMatchObject({ status: 0, stdout: expect.stringMatching(/started\n$/) });
    expect(readlinkSync(join(html, 'config/parameters_local.php'))).toBe('/uyoop/parameters.php');
  });

  test('stops no role that could run: a folder that is not there is a line in the log', () => {
    const { html, start } = image('mautic_worker');
    rmSync(join(html, 'config'), { recursive: true });
    rmSync(join(html, 'uyoop-themes'), { recursive: true });
    expect(start()).toMatchObject({ status: 0, stderr: expect.stringContaining('config/ cannot be written to') });
  });
});

describe('Mautic’s forms', () => {
  test('stand in frames of the hosts that embed them, and nothing behind the portal does', () => {
    const framed = alone('prod-marketing', 'prod', (chart) => {
      const embeddedIn = [host('blog.harbour.example')];
      new Mautic(chart, 'mautic', { host: host('marketing.harbour.example'), embeddedIn });
    }).manifests.in('prod-marketing');
    const { headers } = framed.one('Middleware', 'framed-marketing-harbour-example').spec;
    expect(headers.contentSecurityPolicy).toBe("frame-ancestors 'self' https://blog.harbour.example");
    expect(headers).not.toHaveProperty('customFrameOptionsValue');
    const first = framed
      .one('IngressRoute', 'mautic')
      .spec.routes.map(({ middlewares }: Fields) => middlewares.map(({ name }: Fields) => name));
    expect(first).toEqual([
      ['security-headers', 'authelia'],
      ['framed-marketing-harbour-example', 'drop-identity'],
    ]);
  });
});
