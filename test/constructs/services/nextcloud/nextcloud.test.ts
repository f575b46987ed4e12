import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Nextcloud } from '../../../../constructs/services/nextcloud/nextcloud.ts';
import type { Phase } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { fixture, host } from '../../../support/platform.ts';

const nextcloud = (phase: Phase) =>
  alone('prod-cloud', 'prod', (chart) => new Nextcloud(chart, 'nextcloud', { host: host('drive.lantern.example') }), {
    phase,
  });
const { manifests, inventory } = nextcloud(1);
const cloud = manifests.in('prod-cloud');
const env = cloud.env('nextcloud');
const cron = cloud.env('nextcloud-cron');
const config = cloud.one('ConfigMap', 'nextcloud-config').data;

describe('Nextcloud', () => {
  test('sets no REDIS_HOST: as a user other than root its entrypoint would die of it', () => {
    expect(cloud.container('nextcloud').securityContext).toMatchObject({ runAsUser: 33, runAsNonRoot: true });
    expect(Object.keys({ ...env, ...cron }).filter((name) => name.startsWith('REDIS'))).toEqual([]);
    expect(config['uyoop_uyoop.config.php']).toContain("'memcache.locking' => '\\\\OC\\\\Memcache\\\\Redis'");
    expect(config['uyoop_uyoop.config.php']).toContain("'host' => 'nextcloud-cache.prod-cloud.svc.cluster.local'");
  });

  test('gives cron more than PHP takes for one command, by its image’s default too: the kernel would end it, in silence', () => {
    expect([env.PHP_MEMORY_LIMIT, cron.PHP_MEMORY_LIMIT]).toEqual(['512M', '512M']);
    const limits = ['nextcloud', 'nextcloud-cron'].map((name) => cloud.container(name).resources.limits.memory);
    for (const limit of limits) expect(0.9 * Number.parseInt(limit, 10)).toBeGreaterThanOrEqual(512);
  });

  test('reads the database’s password anew at each request, over what the installer wrote', () => {
    const expression = "'dbpassword' => trim((string) @file_get_contents('/secrets/nextcloud-database.password')),";
    expect(config['uyoop_uyoop.config.php']).toContain(expression);
    for (const pod of ['nextcloud', 'nextcloud-cron']) {
      const { sources } = cloud.podVolume(pod, 'secrets').projected;
      expect(sources.map(({ secret }: Fields) => secret.items[0].path)).toContain('nextcloud-database.password');
    }
  });

  test('has its configuration in place before an upgrade too, which comes before the hook of each start', () => {
    const copies = 'mv -f /var/www/html/config/zz-uyoop.new /var/www/html/config/zz-uyoop.config.php';
    for (const hook of ['pre-upgrade', 'before-starting']) {
      expect(config[`docker-entrypoint-hooks.d_${hook}_uyoop.sh`]).toContain(copies);
    }
  });

  test('leaves Apache’s address rewriting alone, which only root could switch off', () => {
    expect(env).not.toHaveProperty('APACHE_DISABLE_REWRITE_IP');
  });

  test('has all three MYSQL_ variables plain: mixed with files the installer takes none of them', () => {
    const given = Object.keys(env).filter((name) => name.startsWith('MYSQL_'));
    expect(given).toEqual(['MYSQL_HOST', 'MYSQL_DATABASE', 'MYSQL_USER', 'MYSQL_PASSWORD']);
    expect(env.MYSQL_PASSWORD).toBe('nextcloud-database/password');
  });

  test('gives no variable both as a value and as a file: the start would abort', () => {
    const both = Object.keys(env).filter((name) => `${name}_FILE` in env);
    expect(both).toEqual([]);
    expect(env).toHaveProperty('NEXTCLOUD_ADMIN_PASSWORD_FILE', '/secrets/nextcloud-admin.password');
  });

  test('keeps its files in a bucket from the first start on', () => {
    expect(env).toMatchObject({
      OBJECTSTORE_S3_BUCKET: 'harbour-drive',
      OBJECTSTORE_S3_HOST: 's3.gra.io.cloud.ovh.net',
      OBJECTSTORE_S3_REGION: 'gra',
      OBJECTSTORE_S3_AUTOCREATE: 'false',
      OBJECTSTORE_S3_KEY_FILE: '/secrets/nextcloud-bucket-drive.access',
      OBJECTSTORE_S3_SECRET_FILE: '/secrets/nextcloud-bucket-drive.secret',
    });
  });

  test('has no Object Lock on that bucket, where every overwrite would pile up', () => {
    expect(fixture.buckets.drive.lockDays).toBeUndefined();
    expect(fixture.buckets.backup.lockDays).toBeGreaterThan(0);
  });

  test('is probed with its own host name: the trusted-domain check refuses any other', () => {
    const { startupProbe } = cloud.container('nextcloud');
    expect(startupProbe.httpGet).toEqual({
      path: '/status.php',
      port: 'http',
      httpHeaders: [{ name: 'Host', value: 'drive.lantern.example' }],
    });
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(600);
  });

  test('has time to end and never runs twice on one volume', () => {
    expect(cloud.pod('nextcloud').terminationGracePeriodSeconds).toBeGreaterThanOrEqual(60);
    expect(cloud.one('Deployment', 'nextcloud').spec.strategy.type).toBe('Recreate');
  });

  test('binds port 80 without being root', () => {
    expect(cloud.pod('nextcloud').securityContext.sysctls).toEqual([
      { name: 'net.ipv4.ip_unprivileged_port_start', value: '0' },
    ]);
  });

  test('has a database that reads what is committed', () => {
    expect(cloud.container('nextcloud-database').image).toMatch(/^mariadb:/);
    expect(cloud.container('nextcloud-database').args).toContain('--transaction-isolation=READ-COMMITTED');
  });

  test('knows that it is behind a proxy', () => {
    expect(env).toMatchObject({
      TRUSTED_PROXIES: '10.52.0.0/16',
      OVERWRITEPROTOCOL: 'https',
      OVERWRITEHOST: 'drive.lantern.example',
      OVERWRITECLIURL: 'https://drive.lantern.example',
    });
    expect(env.TRUSTED_PROXIES).not.toContain(',');
  });

  test('has an Apache that redirects phones to https by itself: the site bears the scheme', () => {
    const site = config['etc_apache2_sites-available_000-default.conf'];
    expect(site).toMatch(
      /<VirtualHost \*:80>\n {2}ServerName https:\/\/drive\.lantern\.example\n {2}DocumentRoot \/var\/www\/html\n/,
    );
    expect(cloud.mounts('nextcloud')).toHaveProperty('/etc/apache2/sites-available/000-default.conf');
  });

  test('lets large files through, end to end', () => {
    expect(env).toMatchObject({ PHP_UPLOAD_LIMIT: '2G', APACHE_BODY_LIMIT: String(2 * 1024 ** 3) });
  });
});

describe('Nextcloud’s login', () => {
  test('is OpenID Connect, never forward authentication: sync clients could not follow it', () => {
    const [exposure] = inventory.exposures;
    expect(exposure?.access).toMatchObject({
      kind: 'oidc',
      client: { id: 'nextcloud', redirectPath: '/apps/user_oidc/code', tokenEndpointAuthMethod: 'client_secret_post' },
    });
    expect(cloud.names('Middleware')).not.toContain('authelia');
  });

  test('is set up before each start, with the portal of its own zone', () => {
    const hook = config['docker-entrypoint-hooks.d_before-starting_uyoop.sh'] as string;
    expect(hook).toContain('--discoveryuri=https://auth.lantern.example/.well-known/openid-configuration');
    expect(hook).toContain('secret=$(cat /secrets/nextcloud-oidc.client-secret)');
    expect(hook).toContain('cp -f /uyoop/uyoop.config.php /var/www/html/config/');
    expect(cloud.podVolume('nextcloud', 'config').configMap.defaultMode).toBe(0o555);
    expect(config['uyoop_uyoop.config.php']).toContain("'default_token_endpoint_auth_method' => 'client_secret_post'");
  });

  test('reaches the portal, and cron the calendars of our own that somebody has subscribed to', () => {
    const reached = ['nextcloud-to-traefik', 'nextcloud-cron-to-traefik'];
    expect(cloud.names('NetworkPolicy')).toEqual(expect.arrayContaining(reached));
  });
});

/** The hooks, run for real as a user who is not root, on folders of their own. */
describe('Nextcloud’s hooks', () => {
  const root = process.getuid?.() === 0;
  const volume = () => {
    const at = mkdtempSync(join(tmpdir(), 'nextcloud-'));
    for (const folder of ['html', 'html/config', 'uyoop', 'bin']) mkdirSync(join(at, folder));
    for (const folder of ['', 'html', 'html/config']) if (root) chownSync(join(at, folder), 33, 33);
    writeFileSync(join(at, 'bin/php'), '#!/bin/sh\necho "php $*"\n', { mode: 0o755 });
    writeFileSync(join(at, 'html/version.php'), '');
    return at;
  };
  const mount = (at: string, text: string) => {
    const file = join(at, 'uyoop/uyoop.config.php');
    spawnSync('rm', ['-f', file]);
    writeFileSync(file, text, { mode: 0o555 });
  };
  const run = (at: string, hook: string) => {
    const script = (config[`docker-entrypoint-hooks.d_${hook}_uyoop.sh`] as string)
      .replaceAll('/var/www/html', join(at, 'html'))
      .replaceAll('/uyoop/uyoop.config.php', join(at, 'uyoop/uyoop.config.php'))
      .replaceAll('/secrets/', join(at, 'uyoop/'));
    const env = { PATH: `${join(at, 'bin')}:${process.env.PATH}` };
    return spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env, ...(root && { uid: 33, gid: 33 }) });
  };

  test('replace the configuration at each start, though its copy is as read-only as what is mounted', () => {
    const at = volume();
    for (const text of ['first', 'second']) {
      mount(at, text);
      expect(run(at, 'pre-upgrade')).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(join(at, 'html/config/zz-uyoop.config.php'), 'utf8')).toBe(text);
    }
  });

  test('start no site that is not installed: its web installer would be anybody’s', () => {
    const at = volume();
    mount(at, 'text');
    writeFileSync(join(at, 'html/config/config.php'), "<?php\n$CONFIG = array (\n  'dbname' => 'nextcloud',\n);\n");
    expect(run(at, 'before-starting')).toMatchObject({ status: 1, stdout: '' });
    expect(existsSync(join(at, 'html/version.php'))).toBe(false);
  });

  /** A site that is installed, whose `occ` answers what a shell's `case` on its words says. */
  const started = (...answers: readonly string[]) => {
    const at = volume();
    mount(at, 'text');
    writeFileSync(join(at, 'html/config/config.php'), "<?php\n$CONFIG = array (\n  'installed' => true,\n);\n");
    writeFileSync(join(at, 'uyoop/nextcloud-oidc.client-secret'), 'hush');
    const said = join(at, 'html/said');
    const lines = [`echo "$*" >> ${said}`, 'case "$*" in', ...answers.map((answer) => `${answer} ;;`), 'esac'];
    writeFileSync(join(at, 'bin/php'), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    const { status, stderr } = run(at, 'before-starting');
    const calls = existsSync(said) ? readFileSync(said, 'utf8').trimEnd().split('\n') : [];
    return { at, status, stderr, calls: calls.map((call) => call.replace(/^occ /, '')) };
  };
  const provider = expect.stringMatching(/^user_oidc:provider Authelia --clientid=nextcloud --clientsecret=hush /);
  /** A state that an upgrade ends, told by a mark that only it makes. */
  const until = (done: string, before: string) => `[ -e ${done} ] || ${before}`;

  test('start the one that is, and leave its version alone', () => {
    const { at, status, calls } = started();
    expect([status, calls]).toEqual([0, ['status -e', 'app:enable user_oidc', provider]]);
    expect(existsSync(join(at, 'html/version.php'))).toBe(true);
  });

  test('start it in maintenance too, where no command of an app is there, and leave it so', () => {
    const { status, calls, stderr } = started(
      '*-e) exit 1',
      '*json) echo \'{"installed":true,"maintenance":true,"needsDbUpgrade":false}\'',
      '*user_oidc*) exit 1',
    );
    expect([status, calls]).toEqual([0, ['status -e', 'status --output=json']]);
    expect(stderr).toContain('the login by Authelia stays as it was');
  });

  test.each([
    ['as maintenance, which it leaves on', 'exit 1', '{"maintenance":true,"needsDbUpgrade":true}'],
    ['as an upgrade that is due', 'exit 2', '{}'],
  ])('finish an upgrade that was cut, when Nextcloud shows it %s', (_, code, json) => {
    const mark = join(mkdtempSync(join(tmpdir(), 'upgraded-')), 'done');
    if (root) chownSync(dirname(mark), 33, 33);
    const { status, calls } = started(
      `*-e) ${until(mark, code)}`,
      `*json) echo '${json}'`,
      `*' upgrade') touch ${mark}`,
      '*user_oidc*) true',
    );
    expect(status).toBe(0);
    expect(calls.filter((call) => !call.startsWith('status'))).toEqual([
      'maintenance:mode --off',
      'upgrade',
      'app:enable user_oidc',
      provider,
    ]);
  });

  test.each([
    ['an upgrade that does not finish', ['*-e) exit 2', "*' upgrade') exit 1"], 'the upgrade does not finish'],
    ['an app store out of reach', ['*app:*) exit 1'], 'the login by Authelia is not set up'],
    ['a provider that cannot be named', ['*provider*) exit 1'], 'the login by Authelia is not set up'],
    ['an occ that does not run at all', ['*) exit 255'], 'the login by Authelia stays as it was'],
  ] as const)('never stop a server that could run: %s', (_, answers, complaint) => {
    const { status, stderr } = started(...answers);
    expect(status).toBe(0);
    expect(stderr).toContain(complaint);
  });

  test.each(['pre-upgrade', 'before-starting'])(
    'go on with the configuration that is there when %s cannot write',
    (hook) => {
      const at = volume();
      writeFileSync(join(at, 'html/config/config.php'), "<?php\n$CONFIG = array (\n  'installed' => true,\n);\n");
      expect(run(at, hook)).toMatchObject({
        status: 0,
        stderr: expect.stringContaining('the configuration stays as the last start left it'),
      });
    },
  );

  test('name no provider with an empty secret: the one that stands is better', () => {
    const at = volume();
    mount(at, 'text');
    writeFileSync(join(at, 'html/config/config.php'), "<?php\n$CONFIG = array (\n  'installed' => true,\n);\n");
    const { status, stdout } = run(at, 'before-starting');
    expect([status, stdout]).toEqual([0, expect.not.stringContaining('user_oidc:provider')]);
  });
});

describe('Nextcloud’s cron', () => {
  test('runs every five minutes as the same user on the same volume and machine, not as root in crond', () => {
    expect(cloud.one('CronJob', 'nextcloud-cron').spec.schedule).toBe('*/5 * * * *');
    expect(cloud.container('nextcloud-cron').command).toEqual(['php', '-f', '/var/www/html/cron.php']);
    expect(cloud.container('nextcloud-cron').securityContext.runAsUser).toBe(33);
    expect(cloud.mounts('nextcloud-cron')['/var/www/html']).toBe(cloud.mounts('nextcloud')['/var/www/html']);
    expect(cloud.pod('nextcloud-cron').nodeSelector).toEqual(cloud.pod('nextcloud').nodeSelector);
  });

  test('sees the same configuration: storage, mail, address and the password of the cache', () => {
    for (const name of Object.keys(env).filter((variable) =>
      /^(OBJECTSTORE|SMTP|MAIL|OVERWRITE|TRUSTED_PROXIES)/.test(variable),
    )) {
      expect([name, cron[name]]).toEqual([name, env[name]]);
    }
    const { sources } = cloud.podVolume('nextcloud-cron', 'secrets').projected;
    expect(sources.map(({ secret }: Fields) => secret.items[0].path)).toContain('nextcloud-cache.password');
  });

  test('is left as it is in phase 3: it has no secret in a variable', () => {
    const later = nextcloud(3).manifests.in('prod-cloud');
    expect(later.container('nextcloud-cron').command).toEqual(['php', '-f', '/var/www/html/cron.php']);
    expect(later.container('nextcloud').command.slice(-2)).toEqual(['/entrypoint.sh', 'apache2-foreground']);
  });
});
