import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { internet, oidc, pathOf, random, Service, type ServiceProps, scratch } from '../../index.ts';
import { omnibusConfig } from './config.ts';

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
  constructor(scope: Construct, id: string, props: GitLabProps) {
    super(scope, id, props);
    const { phase } = this.platform;
    if (phase < 3)
      throw new Error(`${this.node.path}: GitLab CE comes with phase 3, got phase ${phase}; keep forge: 'gitlab.com'`);
    const portal = this.portal(props.host);
    const artifacts = this.bucket('ci');
    const { root } = this.secret('root', { root: random() });
    const login = this.secret('oidc', { 'client-secret': random(64) });
    const labels = { 'app.kubernetes.io/name': id, 'app.kubernetes.io/component': 'web' };
    const dump = { pod: labels, command: ['/bin/sh', '-c', dumpDatabase] };
    const data = this.volume('data', { size: '30Gi', backup: 'daily', dump });
    // Its secrets file decrypts what the database holds: without it a restored database is worth little.
    const config = this.volume('config', { size: '1Gi', backup: 'daily' });

    const web = this.workload('web', {
      image: images.gitlab,
      user: 'root',
      ports: { http: 8080 },
      env: {
        GITLAB_OMNIBUS_CONFIG: omnibusConfig({
          host: props.host,
          port: 8080,
          pods: this.platform.network.pods,
          issuer: portal.issuer,
          artifacts,
          clientId: id,
          clientSecretFile: pathOf(login['client-secret']),
          rootPasswordFile: pathOf(root),
        }),
      },
      secretFiles: [root, login['client-secret'], artifacts.accessKey, artifacts.secretKey],
      volumes: {
        '/etc/gitlab': config,
        '/var/opt/gitlab': data,
        '/var/log/gitlab': scratch('2Gi'),
        '/dev/shm': scratch('256Mi', { memory: true }),
        '/tmp': scratch('1Gi'),
      },
      resources: { cpu: '2', memory: '6Gi', memoryLimit: '8Gi' },
      probe: { exec: ['/opt/gitlab/bin/gitlab-healthcheck', '--fail', '--max-time', '4'], startupSeconds: 1200 },
      graceSeconds: 120,
      relax: {
        root: 'runit supervises a dozen services and gives each its own user',
        writableRoot: 'its start renders configuration all over /opt and /var',
        capabilities: {
          add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SYS_CHROOT'],
          reason: 'root hands folders and processes over to git, gitlab-psql, gitlab-redis and gitlab-www',
        },
      },
      reaches: [portal.endpoint, artifacts.endpoint, internet.https],
    });

    this.expose(web, {
      host: props.host,
      access: oidc({
        groups: ['developers', 'admins'],
        client: {
          id,
          name: 'GitLab',
          secret: login['client-secret'],
          redirectPath: '/users/auth/openid_connect/callback',
        },
        reason: 'git, runners and the API bring their own tokens and cannot follow a portal',
      }),
    });
  }
}

const dumpDatabase =
  'exec chpst -u gitlab-psql:gitlab-psql /opt/gitlab/embedded/bin/pg_dump --host=/var/opt/gitlab/postgresql --format=custom gitlabhq_production';
