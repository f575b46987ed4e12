import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { fileOf, internet, MariaDb, oidc, pathOf, random, Service, type ServiceProps, Valkey } from '../../index.ts';
import { copyOverlay, loginHook, overlay } from './config.ts';

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
  constructor(scope: Construct, id: string, props: NextcloudProps) {
    super(scope, id, props);
    const portal = this.portal(props.host);
    const mailbox = this.mailbox('cjenti.com');
    const drive = this.bucket('drive');
    const database = new MariaDb(this, 'database', {
      size: '5Gi',
      backup: 'daily',
      // Not leased: cron starts every five minutes, and each run would leave a user behind.
      login: 'rotated',
      args: ['--transaction-isolation=READ-COMMITTED', '--binlog-format=ROW'],
    });
    const cache = new Valkey(this, 'cache');
    const html = this.volume('html', { size: '12Gi', backup: 'daily' });
    const admin = this.secret('admin', { password: random() });
    const login = this.secret('oidc', { 'client-secret': random(64) });

    const storage = {
      OBJECTSTORE_S3_BUCKET: drive.name,
      OBJECTSTORE_S3_REGION: drive.region,
      OBJECTSTORE_S3_HOST: drive.host,
      OBJECTSTORE_S3_PORT: '443',
      OBJECTSTORE_S3_SSL: 'true',
      OBJECTSTORE_S3_USEPATH_STYLE: 'false',
      OBJECTSTORE_S3_AUTOCREATE: 'false',
      OBJECTSTORE_S3_KEY_FILE: fileOf(drive.accessKey),
      OBJECTSTORE_S3_SECRET_FILE: fileOf(drive.secretKey),
    };
    // Nextcloud reads these at each call, so that cron needs them too: it sends most of the mail, with links in it.
    const site = {
      OVERWRITEPROTOCOL: 'https',
      OVERWRITEHOST: props.host,
      OVERWRITECLIURL: `https://${props.host}`,
      TRUSTED_PROXIES: this.platform.network.pods,
      SMTP_HOST: mailbox.host,
      SMTP_PORT: String(mailbox.port),
      SMTP_NAME: mailbox.address,
      SMTP_PASSWORD_FILE: fileOf(mailbox.password),
      MAIL_FROM_ADDRESS: id,
      MAIL_DOMAIN: 'cjenti.com',
    };
    const common = {
      image: images.nextcloud,
      user: 33,
      volumes: { '/var/www/html': html },
      secretFiles: [cache.password, database.password],
      rereadsSecrets: true,
      relax: { writableRoot: 'Apache and PHP write run, lock and session files all over /var' },
    } as const;

    const web = this.workload('web', {
      ...common,
      entrypoint: ['/entrypoint.sh', 'apache2-foreground'],
      ports: { http: 80 },
      env: {
        ...storage,
        ...site,
        // All three as plain variables: mixed with files the installer silently takes none of them.
        MYSQL_HOST: database.host,
        MYSQL_DATABASE: database.database,
        MYSQL_USER: database.user,
        MYSQL_PASSWORD: database.password,
        NEXTCLOUD_ADMIN_USER: 'admin',
        NEXTCLOUD_ADMIN_PASSWORD_FILE: fileOf(admin.password),
        NEXTCLOUD_TRUSTED_DOMAINS: props.host,
        PHP_MEMORY_LIMIT: '512M',
        PHP_UPLOAD_LIMIT: '2G',
        APACHE_BODY_LIMIT: '2147483648',
      },
      secretFiles: [...common.secretFiles, login['client-secret']],
      files: {
        '/uyoop/uyoop.config.php': overlay(cache, {
          database: pathOf(database.password),
          cache: pathOf(cache.password),
        }),
        '/docker-entrypoint-hooks.d/pre-upgrade/uyoop.sh': copyOverlay,
        '/docker-entrypoint-hooks.d/before-starting/uyoop.sh': loginHook(
          portal.discovery,
          pathOf(login['client-secret']),
        ),
      },
      resources: { cpu: '250m', memory: '512Mi', memoryLimit: '1152Mi' },
      // The first start copies a gigabyte and installs; without the Host header the trusted-domain check answers 400.
      probe: { http: '/status.php', headers: { Host: props.host }, startupSeconds: 1200 },
      graceSeconds: 90,
      reaches: [database, cache, drive.endpoint, mailbox.submission, portal.endpoint, internet.https],
    });

    this.scheduled('cron', {
      ...common,
      schedule: '*/5 * * * *',
      command: ['php', '-f', '/var/www/html/cron.php'],
      env: { ...storage, ...site },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '384Mi' },
      reaches: [database, cache, drive.endpoint, mailbox.submission, internet.https],
    });

    this.expose(web, {
      host: props.host,
      aliases: props.aliases,
      access: oidc({
        groups: ['users', 'admins'],
        client: {
          id: 'nextcloud',
          name: 'Nextcloud',
          secret: login['client-secret'],
          redirectPath: '/apps/user_oidc/code',
          tokenEndpointAuthMethod: 'client_secret_post',
        },
        reason: 'sync clients, DAV and share links cannot follow a portal; people log in through OpenID Connect',
      }),
    });
  }
}
