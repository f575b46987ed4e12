import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { MySql, Service, type ServiceProps, scratch, wholeWeb } from '../../index.ts';
import { access, connection, firstOwner, heap, mail, ownApi } from './config.ts';

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
      // Its scheduler, its webhooks and ActivityPub call the site by its public name.
      reaches: [database, mailbox.submission, ...wholeWeb(this.platform)],
    });
    this.expose(web, { host, aliases, access, ...firstOwner });
  }
}
