import type { Construct } from 'constructs';
import type { Host } from '../../platform/types.ts';
import { images } from '../../platform/versions.ts';
import { forwardAuth, internet, type Mailbox, MySql, Service, type ServiceProps, scratch } from '../index.ts';

export interface GhostProps extends ServiceProps {
  readonly host: Host;
  /** Names that redirect to `host`. */
  readonly aliases?: readonly Host[];
}

/**
 * Showcase site and courses. Readers are anonymous; the editor under /ghost sits behind Authelia.
 *
 * @see https://hub.docker.com/_/ghost
 */
export class Ghost extends Service {
  override readonly system = 'Ghost';

  constructor(scope: Construct, id: string, { host, aliases, ...props }: GhostProps) {
    super(scope, id, props);
    // Not leased: Ghost's view keeps the name of the user that made it, and MySQL drops no user that something is named after.
    const database = new MySql(this, 'database', { size: '5Gi', backup: 'daily', login: 'rotated' });
    const content = this.volume('content', { size: '10Gi', backup: 'daily' });
    const mailbox = this.mailbox(host);
    const web = this.workload('web', {
      image: images.ghost,
      entrypoint: ['docker-entrypoint.sh', 'node', 'current/index.js'],
      user: 1000,
      ports: { http: 2368 },
      env: {
        url: `https://${host}`,
        ...connection(database),
        ...mail(mailbox),
        logging__transports: '["stdout"]',
        ...heap,
      },
      // An upload waits in /tmp until it is whole; a pod whose scratch folder overflows is evicted.
      volumes: { '/var/lib/ghost/content': content, '/tmp': scratch('2Gi') },
      resources: { cpu: '100m', memory: '384Mi', memoryLimit: '640Mi' },
      probe: ownApi(host),
      reaches: [database, mailbox.submission, internet.https],
    });
    this.expose(web, { host, aliases, access, ...firstOwner });
  }
}

/** Pictures are made smaller beside it, in memory that Node does not count. */
const heap = { NODE_OPTIONS: '--max-old-space-size=400' } as const;

/** Ghost supports MySQL 8 alone; MariaDB is refused by its own documentation. */
const connection = (database: MySql) => ({
  database__client: 'mysql',
  database__connection__host: database.host,
  database__connection__port: String(database.port),
  database__connection__user: database.user,
  database__connection__password: database.password,
  database__connection__database: database.database,
});

const mail = ({ address, host, port, password }: Mailbox) => ({
  mail__transport: 'SMTP',
  mail__from: address,
  mail__options__host: host,
  mail__options__port: String(port),
  mail__options__auth__user: address,
  mail__options__auth__pass: password,
});

/**
 * Without the first header Ghost answers every request with a redirect to https, and a probe would follow it. It answers 503
 * while it migrates; ended in the middle of that, it leaves a lock that only a person takes away.
 */
const ownApi = (host: Host) => ({
  http: '/ghost/api/admin/site/',
  headers: { 'X-Forwarded-Proto': 'https', Host: host },
  startupSeconds: 1200,
});

/** Ghost makes whoever posts there first its owner, without asking who that is. */
const firstOwner = {
  claimedBy: 'the first to pass the portal to /ghost: strangers get an answer of Authelia there, not of Ghost',
  firstRun: ['/ghost/api/admin/authentication/setup'],
} as const;

const access = forwardAuth({
  groups: ['editors', 'admins'],
  paths: ['/ghost'],
  except: ['/ghost/api'],
  reason: 'the site is public, and members, webhooks and the editor itself call /ghost/api with their own tokens',
});
