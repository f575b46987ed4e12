import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { apacheSite, MariaDb, mailOf, Service, type ServiceProps, wholeWeb, zoneOf } from '../../index.ts';
import { access, framesOf, installer } from './access.ts';
import { environment, filesOf, type Role, sender, startsAsRoot } from './config.ts';
import { crontab } from './cron.ts';
import { shared, start } from './start.ts';

export interface MauticProps extends ServiceProps {
  readonly host: Host;
  /** Hosts whose pages show its forms in a frame. */
  readonly embeddedIn?: readonly Host[];
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
  private readonly dsn = this.secret('mail', { dsn: sender(`${this.node.id}%40${this.zone}`, this.mail) }).dsn;

  constructor(scope: Construct, id: string, { host, embeddedIn, ...props }: MauticProps) {
    super(scope, id, props);
    const role = this.role('mautic_web', host);
    const web = this.workload('web', {
      ...role,
      files: { ...role.files, ...apacheSite(host, '/var/www/html/docroot') },
      reaches: [...role.reaches, this.mail.reading],
      rereadsSecrets: true,
      ports: { http: 80 },
      resources: { cpu: '200m', memory: '384Mi', memoryLimit: '768Mi' },
      probe: { tcp: true, startupSeconds: 600 },
    });
    const idle = this.idle('mautic_cron', host);
    this.workload('cron', {
      ...idle,
      files: { ...idle.files, '/opt/mautic/cron/mautic': crontab },
      reaches: [...idle.reaches, this.mail.reading],
      rereadsSecrets: true,
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
    });
    this.workload('worker', {
      ...this.idle('mautic_worker', host),
      resources: { cpu: '50m', memory: '256Mi', memoryLimit: '768Mi' },
    });
    this.expose(web, { host, access, frames: framesOf(embeddedIn), ...installer });
  }

  private role(name: Role, host: Host) {
    const { database, data, dsn } = this;
    return {
      image: images.mautic,
      command: start.command,
      user: 'root',
      group: 33,
      env: environment(name, database),
      secretFiles: [database.password, dsn],
      files: filesOf({ host, proxies: this.platform.network.pods, database, dsn }),
      volumes: shared(data),
      relax: startsAsRoot,
      // Webhooks, and pages that a campaign looks at, may be our own.
      reaches: [database, this.mail.submission, ...wholeWeb(this.platform)],
    } as const;
  }

  private idle(name: Role, host: Host) {
    const noProbe = 'the role opens no port; supervisord and cron restart what ends';
    return { ...this.role(name, host), relax: { ...startsAsRoot, noProbe } } as const;
  }
}
