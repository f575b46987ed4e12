import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { apacheSite, MariaDb, mailOf, random, Service, type ServiceProps, wholeWeb } from '../../index.ts';
import { access, installed } from './access.ts';
import { environment, everyFiveMinutes, installation, startsAsRoot } from './config.ts';

export interface DolibarrProps extends ServiceProps {
  readonly host: Host;
}

/**
 * ERP and CRM. A new image changes no schema while `documents/install.lock` is there: docs of the image say how to upgrade.
 *
 * @see https://github.com/Dolibarr/dolibarr-docker
 */
export class Dolibarr extends Service {
  override readonly system = 'Dolibarr';
  // Leased: the start script writes user and password into conf.php, and nothing in the database bears a user's name.
  private readonly database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily', login: 'leased' });
  private readonly documents = this.volume('documents', { size: '10Gi', backup: 'daily' });
  private readonly custom = this.volume('custom', { size: '1Gi', backup: 'daily' });
  // The instance id keys encrypted values: the image's default is the same for everybody, and a later change loses them.
  private readonly secrets = this.secret('app', {
    admin: random(40, { after: 'change it in Dolibarr too: it reads the value at its installation alone' }),
    'instance-id': random(64, { rotate: { never: 'it keys what Dolibarr has encrypted' } }),
    'cron-key': random(64),
  });

  constructor(scope: Construct, id: string, { host, ...props }: DolibarrProps) {
    super(scope, id, props);
    const pod = this.pod(host);
    const web = this.workload('web', {
      ...pod,
      entrypoint: ['docker-run.sh', 'apache2-foreground'],
      ports: { http: 80 },
      files: apacheSite(host, '/var/www/html'),
      env: { ...pod.env, ...installation(this.secrets.admin) },
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      probe: { tcp: true, startupSeconds: 600 },
    });
    this.workload('cron', {
      ...pod,
      ...everyFiveMinutes,
      env: { ...pod.env, DOLI_INSTALL_AUTO: '0', PHP_INI_MEMORY_LIMIT: '192M' },
      resources: { cpu: '20m', memory: '64Mi', memoryLimit: '256Mi' },
      relax: { ...pod.relax, noProbe: 'a loop that starts jobs opens no port; its container ends when it does' },
    });
    this.expose(web, { host, access, ...installed });
  }

  private pod(host: Host) {
    return {
      image: images.dolibarr,
      user: 'root',
      group: 33,
      volumes: { '/var/www/documents': this.documents, '/var/www/html/custom': this.custom },
      env: environment(host, this.database, this.secrets),
      relax: startsAsRoot,
      // Its webhooks may lead to our own names.
      reaches: [this.database, mailOf(this.platform).submission, ...wholeWeb(this.platform)],
    } as const;
  }
}
