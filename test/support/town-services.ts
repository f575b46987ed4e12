import type { Construct } from 'constructs';
import { noBackup } from '../../constructs/facts/claim.ts';
import { random } from '../../constructs/secret/secret.ts';
import type { ServiceProps } from '../../constructs/service/service.ts';
import { MariaDb } from '../../constructs/state/mariadb.ts';
import { MySql } from '../../constructs/state/mysql.ts';
import { PostgreSql } from '../../constructs/state/postgresql.ts';
import { forwardAuth, oidc } from '../../constructs/web/access.ts';
import { Bench, plain } from './bench.ts';

const { probe: _, ports: __, ...job } = plain;

/** Partly behind Authelia; its login is rotated, its worker reads its files at each run; it sends mail and has a job. */
export class Shop extends Bench {
  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, props);
    const mailbox = this.mailbox('harbour.example');
    const database = new MySql(this, 'database', { size: '5Gi', backup: 'daily', login: 'rotated' });
    const web = this.workload('web', {
      ...plain,
      entrypoint: ['start.sh'],
      env: { PASSWORD: database.password, MAIL: mailbox.password },
      volumes: { '/pictures': this.volume('pictures', { size: '10Gi', backup: 'daily' }) },
      reaches: [database, mailbox.submission],
    });
    this.workload('worker', { ...plain, rereadsSecrets: true, secretFiles: [database.password], reaches: [database] });
    this.scheduled('cron', { ...job, schedule: '*/5 * * * *', secretFiles: [mailbox.password], reaches: [database] });
    this.expose(web, {
      host: 'shop.harbour.example',
      aliases: ['harbour.example', 'harbour.test'],
      access: forwardAuth({
        groups: ['editors', 'admins'],
        paths: ['/desk'],
        except: ['/desk/api'],
        reason: 'visitors are anonymous, and so is the API that pages ask',
      }),
    });
  }
}

/** Logs people in by OpenID Connect; its login is leased, and it keeps something in a bucket. */
export class Cinema extends Bench {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const database = new MariaDb(this, 'database', { size: '1Gi', backup: 'weekly', login: 'leased' });
    const store = this.bucket('drive');
    const secret = this.secret('oidc', { 'client-secret': random() })['client-secret'];
    const web = this.workload('web', {
      ...plain,
      entrypoint: ['start.sh'],
      env: { USER: database.user, PASSWORD: database.password, CLIENT: secret },
      secretFiles: [store.accessKey, store.secretKey],
      volumes: { '/films': this.volume('films', { size: '1Gi', backup: noBackup('films are fetched again') }) },
      reaches: [database, store.endpoint, this.portal('cinema.lantern.example').endpoint],
    });
    this.expose(web, {
      host: 'cinema.lantern.example',
      access: oidc({
        groups: ['users', 'admins'],
        client: { id, name: 'Cinema', secret, redirectPath: '/back', tokenEndpointAuthMethod: 'client_secret_post' },
        reason: 'it sends people to Authelia itself',
      }),
    });
  }
}

/** Something of `dev` with a secret, which never comes from Vault. */
export class Lab extends Bench {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const database = new PostgreSql(this, 'database', { size: '1Gi', backup: 'daily' });
    const web = this.workload('web', { ...plain, secretFiles: [database.password], reaches: [database] });
    this.expose(web, {
      host: 'lab.harbour.example',
      access: forwardAuth({
        groups: ['developers'],
        except: ['/api'],
        tokens: '^Bearer .+',
        watched: '/api/health',
        closed: ['/api/login'],
        ownAccounts: ['keeper'],
        reason: 'scanners bring a token of their own',
      }),
    });
  }
}
