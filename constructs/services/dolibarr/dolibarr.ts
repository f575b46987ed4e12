import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { fileOf, forwardAuth, internet, MariaDb, mailOf, random, Service, type ServiceProps } from '../../index.ts';

export interface DolibarrProps extends ServiceProps {
  readonly host: Host;
}

/**
 * ERP and CRM. A new image changes no schema while `documents/install.lock` is there: docs of the image say how to upgrade.
 *
 * @see https://github.com/Dolibarr/dolibarr-docker
 */
export class Dolibarr extends Service {
  constructor(scope: Construct, id: string, props: DolibarrProps) {
    super(scope, id, props);
    // Leased: the start script writes user and password into conf.php, and nothing in the database bears a user's name.
    const database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily', login: 'leased' });
    const documents = this.volume('documents', { size: '10Gi', backup: 'daily' });
    const custom = this.volume('custom', { size: '1Gi', backup: 'daily' });
    // The instance id keys encrypted values: the image's default is the same for everybody, and a later change loses them.
    const secrets = this.secret('app', {
      admin: random(40, { after: 'change it in Dolibarr too: it reads the value at its installation alone' }),
      'instance-id': random(64, { rotate: { never: 'it keys what Dolibarr has encrypted' } }),
      'cron-key': random(64),
    });

    const common = {
      image: images.dolibarr,
      user: 'root',
      group: 33,
      volumes: { '/var/www/documents': documents, '/var/www/html/custom': custom },
      relax: {
        root: 'the start script changes users and owners before it drops to www-data',
        writableRoot: 'the start script writes PHP configuration and conf.php',
        capabilities: {
          add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
          reason: 'root hands files and processes over to www-data, and Apache binds port 80',
        },
      },
      reaches: [database, mailOf(this.platform).submission, internet.https],
    } as const;
    const env = {
      DOLI_DB_TYPE: 'mysqli',
      DOLI_DB_HOST: database.host,
      DOLI_DB_HOST_PORT: String(database.port),
      DOLI_DB_NAME: database.database,
      DOLI_DB_USER: database.user,
      DOLI_DB_PASSWORD_FILE: fileOf(database.password),
      DOLI_INSTANCE_UNIQUE_ID_FILE: fileOf(secrets['instance-id']),
      DOLI_URL_ROOT: `https://${props.host}`,
      DOLI_CRON_KEY_FILE: fileOf(secrets['cron-key']),
      DOLI_CRON_USER: 'admin',
      DOLI_PROD: '1',
    };

    const web = this.workload('web', {
      ...common,
      entrypoint: ['docker-run.sh', 'apache2-foreground'],
      ports: { http: 80 },
      env: {
        ...env,
        DOLI_INSTALL_AUTO: '1',
        DOLI_ADMIN_LOGIN: 'admin',
        DOLI_ADMIN_PASSWORD_FILE: fileOf(secrets.admin),
        DOLI_COMPANY_NAME: 'uyoop',
        DOLI_COMPANY_COUNTRYCODE: 'FR',
        // The installer gives the key only to a module that it has enabled before.
        DOLI_ENABLE_MODULES: 'Cron',
        PHP_INI_MEMORY_LIMIT: '256M',
      },
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
      probe: { tcp: true, startupSeconds: 600 },
    });
    this.workload('cron', {
      ...common,
      entrypoint: ['docker-run.sh'],
      args: ['/bin/sh', '-c', everyFiveMinutes],
      env: { ...env, DOLI_INSTALL_AUTO: '0' },
      resources: { cpu: '20m', memory: '64Mi', memoryLimit: '256Mi' },
      relax: { ...common.relax, noProbe: 'a loop that starts jobs opens no port; its container ends when it does' },
    });

    this.expose(web, {
      host: props.host,
      access: forwardAuth({
        groups: ['accounting', 'admins'],
        except: ['/api/index.php', '/public', '/webservices'],
        reason: 'the API has its own tokens, and customers open payment and document links below /public',
      }),
    });
  }
}

/**
 * Instead of the image's DOLI_CRON: its jobs write to process 1, which in phase 3 is not ours, and its daemon and its `su` go
 * through PAM, which refuses a root without AUDIT_WRITE. A run that has begun is waited for.
 */
const everyFiveMinutes = [
  'trap "exit 0" TERM',
  'while :',
  'do setpriv --reuid=www-data --regid=www-data --init-groups php /var/www/scripts/cron/cron_run_jobs.php "$(cat "$DOLI_CRON_KEY_FILE")" "$DOLI_CRON_USER"',
  'sleep 300 & wait $!',
  'done',
].join('; ');
