import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { forwardAuth, given, internet, MariaDb, mailOf, pathOf, Service, type ServiceProps } from '../../index.ts';
import { parameters, startWith } from './config.ts';

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
  constructor(scope: Construct, id: string, props: MauticProps) {
    super(scope, id, props);
    const mail = mailOf(this.platform);
    // Not leased: the installer writes the user's name down for good.
    const database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily', login: 'rotated' });
    const data = this.volume('data', { size: '5Gi', backup: 'daily' });
    const sender = this.secret('mail', {
      dsn: given(`smtp://mautic%40uyoop.fr:PASSWORD@${mail.host}:${mail.port}, the password URL-encoded`),
    });

    const role = (name: 'mautic_web' | 'mautic_cron' | 'mautic_worker') =>
      ({
        image: images.mautic,
        command: startWith('/uyoop/parameters.php'),
        user: 'root',
        group: 33,
        env: {
          DOCKER_MAUTIC_ROLE: name,
          DOCKER_MAUTIC_WORKERS_CONSUME_EMAIL: '1',
          DOCKER_MAUTIC_WORKERS_CONSUME_HIT: '1',
          DOCKER_MAUTIC_WORKERS_CONSUME_FAILED: '1',
          // The image reads no *_FILE: its entrypoint refuses to start when these are empty.
          MAUTIC_DB_HOST: database.host,
          MAUTIC_DB_PORT: String(database.port),
          MAUTIC_DB_DATABASE: database.database,
          MAUTIC_DB_USER: database.user,
          MAUTIC_DB_PASSWORD: database.password,
          PHP_INI_VALUE_MEMORY_LIMIT: '512M',
        },
        secretFiles: [database.password, sender.dsn],
        files: {
          '/uyoop/parameters.php': parameters({
            site: `https://${props.host}`,
            proxies: this.platform.network.pods,
            database,
            secrets: { password: pathOf(database.password), dsn: pathOf(sender.dsn) },
          }),
        },
        volumes: {
          '/var/www/html/config': data.at('config'),
          '/var/www/html/var/logs': data.at('logs'),
          '/var/www/html/docroot/media/files': data.at('files'),
          '/var/www/html/docroot/media/images': data.at('images'),
        },
        relax: {
          root: 'the entrypoint chowns its volumes and drops to www-data itself, in every role',
          writableRoot: 'the entrypoint writes PHP configuration and caches beside the code',
          capabilities: {
            add: ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
            reason: 'root hands files and processes over to www-data, by PAM too (su, cron), and Apache binds port 80',
          },
        },
        reaches: [database, mail.submission, internet.https],
      }) as const;

    const web = this.workload('web', {
      ...role('mautic_web'),
      rereadsSecrets: true,
      ports: { http: 80 },
      resources: { cpu: '200m', memory: '384Mi', memoryLimit: '768Mi' },
      probe: { tcp: true, startupSeconds: 600 },
    });
    const idle = { noProbe: 'the role opens no port; supervisord and cron restart what ends' } as const;
    const cron = role('mautic_cron');
    this.workload('cron', {
      ...cron,
      rereadsSecrets: true,
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
      relax: { ...cron.relax, ...idle },
    });
    const worker = role('mautic_worker');
    this.workload('worker', {
      ...worker,
      resources: { cpu: '50m', memory: '256Mi', memoryLimit: '512Mi' },
      relax: { ...worker.relax, ...idle },
    });

    this.expose(web, {
      host: props.host,
      access: forwardAuth({
        groups: ['marketing', 'admins'],
        // The front controller answers /index.php/s/… as well.
        paths: ['/s', '/index.php'],
        reason: 'forms, tracking, unsubscribe links, assets and the API answer anonymous visitors and machines',
      }),
    });
  }
}
