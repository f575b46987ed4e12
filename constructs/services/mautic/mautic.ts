import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { given, internet, MariaDb, mailOf, Service, type ServiceProps, zoneOf } from '../../index.ts';
import { access, environment, installer, parameters, type Role, startsAsRoot, startWith } from './config.ts';

export interface MauticProps extends ServiceProps {
  readonly host: Host;
}

/**
 * Marketing automation: one image in three roles that share their volumes. Cron and worker idle until the web installer
 * has been run once.
 *
 * @see https://github.com/mautic/docker-mautic
 */
export class Mautic extends Service {
  override readonly system = 'Mautic';
  private readonly mail = mailOf(this.platform);
  private readonly zone = zoneOf(this.platform, this.platform.portals[0]);
  // Not leased: the installer writes the user's name down for good.
  private readonly database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily', login: 'rotated' });
  private readonly data = this.volume('data', { size: '5Gi', backup: 'daily' });
  private readonly dsn = this.secret('mail', {
    dsn: given(
      `smtp://${this.node.id}%40${this.zone}:<password>@${this.mail.host}:${this.mail.port}, the password URL-encoded`,
      { form: 'url' },
    ),
  }).dsn;

  constructor(scope: Construct, id: string, { host, ...props }: MauticProps) {
    super(scope, id, props);
    const web = this.workload('web', {
      ...this.role('mautic_web', host),
      rereadsSecrets: true,
      ports: { http: 80 },
      resources: { cpu: '200m', memory: '384Mi', memoryLimit: '768Mi' },
      probe: { tcp: true, startupSeconds: 600 },
    });
    this.workload('cron', {
      ...this.idle('mautic_cron', host),
      rereadsSecrets: true,
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
    });
    this.workload('worker', {
      ...this.idle('mautic_worker', host),
      resources: { cpu: '50m', memory: '256Mi', memoryLimit: '768Mi' },
    });
    this.expose(web, { host, access, ...installer });
  }

  private role(name: Role, host: Host) {
    const { database, data, dsn } = this;
    return {
      image: images.mautic,
      command: startWith('/uyoop/parameters.php'),
      user: 'root',
      group: 33,
      env: environment(name, database),
      secretFiles: [database.password, dsn],
      files: { '/uyoop/parameters.php': parameters({ host, proxies: this.platform.network.pods, database, dsn }) },
      volumes: {
        '/var/www/html/config': data.at('config'),
        '/var/www/html/var/logs': data.at('logs'),
        '/var/www/html/docroot/media/files': data.at('files'),
        '/var/www/html/docroot/media/images': data.at('images'),
      },
      relax: startsAsRoot,
      reaches: [database, this.mail.submission, internet.https],
    } as const;
  }

  private idle(name: Role, host: Host) {
    const noProbe = 'the role opens no port; supervisord and cron restart what ends';
    return { ...this.role(name, host), relax: { ...startsAsRoot, noProbe } } as const;
  }
}
