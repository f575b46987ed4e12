import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { MariaDb, oidc, random, Service, type ServiceProps, Valkey, type Workload, wholeWeb } from '../../index.ts';
import { filesOf } from './config.ts';
import { args, claimedBy, client, installation, limits, mail, site, storage } from './environment.ts';

export interface NextcloudProps extends ServiceProps {
  readonly host: Host;
  /** Names that redirect to `host`. */
  readonly aliases?: readonly Host[];
}

/**
 * Files, calendar and contacts. Data lies in the `drive` bucket, code and configuration on disk; the file names are in
 * the database alone, so that bucket and dump are worth something only together.
 *
 * @see https://hub.docker.com/_/nextcloud
 */
export class Nextcloud extends Service {
  override readonly system = 'Nextcloud';
  override readonly pause = {
    workload: 'web',
    begin: ['php', '/var/www/html/occ', 'maintenance:mode', '--on'],
    end: ['php', '/var/www/html/occ', 'maintenance:mode', '--off'],
  };
  private readonly sender = this.mailbox(this.platform.mail.host);
  private readonly drive = this.bucket('drive');
  // Not leased: cron starts every five minutes, and each run would leave a user behind.
  private readonly database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily', login: 'rotated', args });
  private readonly cache = new Valkey(this, 'cache');
  private readonly html = this.volume('html', { size: '12Gi', backup: 'daily' });
  private readonly admin = this.secret('admin', { password: random() });
  private readonly login = this.secret('oidc', { 'client-secret': random(64) })['client-secret'];

  constructor(scope: Construct, id: string, { host, aliases, ...props }: NextcloudProps) {
    super(scope, id, props);
    const web = this.web(host);
    const pod = this.pod(host);
    this.scheduled('cron', {
      ...pod,
      schedule: '*/5 * * * *',
      command: ['php', '-f', '/var/www/html/cron.php'],
      // PHP's own limit is the web server's, which the image has for every command too.
      env: { ...pod.env, PHP_MEMORY_LIMIT: limits.PHP_MEMORY_LIMIT },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '640Mi' },
    });
    const reason = 'sync clients, DAV and share links cannot follow a portal; people log in through OpenID Connect';
    const access = oidc({ groups: ['users', 'admins'], client: client(this.login), reason });
    this.expose(web, { host, aliases, access, claimedBy });
  }

  private web(host: Host): Workload {
    const pod = this.pod(host);
    return this.workload('web', {
      ...pod,
      entrypoint: ['/entrypoint.sh', 'apache2-foreground'],
      ports: { http: 80 },
      env: { ...pod.env, ...installation(host, this.database, this.admin.password), ...limits },
      secretFiles: [...pod.secretFiles, this.login],
      files: filesOf(host, this.database, this.cache, this.portal(host), this.login),
      resources: { cpu: '250m', memory: '512Mi', memoryLimit: '1152Mi' },
      // The first start copies a gigabyte and installs, and a start that upgrades is not to be cut; without the Host header the
      // trusted-domain check answers 400.
      probe: { http: '/status.php', headers: { Host: host }, startupSeconds: 3600 },
      graceSeconds: 90,
    });
  }

  /** What the web server has in common with cron, which sends most of the mail, with links in it. */
  private pod(host: Host) {
    return {
      image: images.nextcloud,
      user: 33,
      volumes: { '/var/www/html': this.html },
      env: { ...storage(this.drive), ...site(host, this.platform.network.pods), ...mail(this.sender) },
      secretFiles: [this.cache.password, this.database.password],
      rereadsSecrets: true,
      relax: { writableRoot: 'Apache and PHP write run, lock and session files all over /var' },
      // Calendars that somebody subscribes to, and shares of another cloud, may be our own.
      reaches: [this.database, this.cache, this.drive.endpoint, this.sender.submission, ...wholeWeb(this.platform)],
    } as const;
  }
}
