import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { internet, oidc, random, Service, type ServiceProps, type Workload } from '../../index.ts';
import { clientOf, dumpDatabase, type Facts, omnibusConfig, scratchFolders, startsAsRoot } from './config.ts';

export interface GitLabProps extends ServiceProps {
  readonly host: Host;
}

/**
 * A forge of our own: GitLab CE as one image with its database and queue inside. It asks for 8 GiB, which AI-LAB has not
 * beside the rest: the capacity check says so. It sends no mail: Mailcow belongs to prod.
 *
 * @throws before phase 3.
 * @see https://docs.gitlab.com/install/docker/
 */
export class GitLab extends Service {
  override readonly system = 'GitLab';

  constructor(scope: Construct, id: string, { host, ...props }: GitLabProps) {
    super(scope, id, props);
    const { phase } = this.platform;
    if (phase < 3)
      throw new Error(`${this.node.path}: GitLab CE comes with phase 3, got phase ${phase}; keep forge: 'gitlab.com'`);
    const artifacts = this.bucket('ci');
    const { root } = this.secret('root', { root: random() });
    const client = clientOf(this.secret('oidc', { 'client-secret': random(64) })['client-secret']);
    const web = this.web(host, { artifacts, root, client });
    const reason = 'git, runners and the API bring their own tokens and cannot follow a portal';
    this.expose(web, { host, access: oidc({ groups: ['developers', 'admins'], client, reason }), claimedBy });
  }

  private web(host: Host, { artifacts, root, client }: Pick<Facts, 'artifacts' | 'root' | 'client'>): Workload {
    const portal = this.portal(host);
    const { pods } = this.platform.network;
    return this.workload('web', {
      image: images.gitlab,
      user: 'root',
      ports: { http: port },
      env: { GITLAB_OMNIBUS_CONFIG: omnibusConfig({ host, port, pods, portal, artifacts, client, root }) },
      secretFiles: [root, client.secret, artifacts.accessKey, artifacts.secretKey],
      volumes: { ...this.state(), ...scratchFolders },
      resources: { cpu: '2', memory: '6Gi', memoryLimit: '8Gi' },
      probe: { exec: ['/opt/gitlab/bin/gitlab-healthcheck', '--fail', '--max-time', '4'], startupSeconds: 1200 },
      graceSeconds: 120,
      relax: startsAsRoot,
      reaches: [portal.endpoint, artifacts.endpoint, internet.https],
    });
  }

  private state() {
    const data = this.volume('data', {
      size: '30Gi',
      backup: 'daily',
      dump: { workload: 'web', command: dumpDatabase },
    });
    // Its secrets file decrypts what the database holds: without it a restored database is worth little.
    const config = this.volume('config', { size: '1Gi', backup: 'daily' });
    return { '/etc/gitlab': config, '/var/opt/gitlab': data } as const;
  }
}

const port = 8080;
const claimedBy = 'its first start, which gives `root` the password that it is handed; signing up is off';
