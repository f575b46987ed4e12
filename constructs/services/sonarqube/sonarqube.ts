import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { forwardAuth, HostSysctl, noBackup, PostgreSql, Service, type ServiceProps, scratch } from '../../index.ts';
import { connection, heaps, isUp, launcher, quiet } from './config.ts';

export interface SonarQubeProps extends ServiceProps {
  readonly host: Host;
}

/**
 * The quality gate. People come through Authelia, whose headers log them in; scanners and editors bring their own tokens.
 * Whoever reached it past Traefik could say by such a header that he is anybody, so that CI jobs use its public name too.
 *
 * @see https://docs.sonarsource.com/sonarqube-community-build/
 */
export class SonarQube extends Service {
  override readonly system = 'SonarQube';

  constructor(scope: Construct, id: string, { host, ...props }: SonarQubeProps) {
    super(scope, id, props);
    this.limits();
    const resources = { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' } as const;
    const database = new PostgreSql(this, 'database', { size: '5Gi', backup: 'daily', resources });
    const web = this.workload('web', {
      image: images.sonarqube,
      args: launcher(host),
      user: 1000,
      group: 0,
      ports: { http: 9000 },
      env: { ...connection(database), ...quiet, ...heaps },
      volumes: this.folders(),
      resources: { cpu: '400m', memory: '2048Mi', memoryLimit: '2560Mi' },
      probe: { exec: ['/bin/bash', '-c', isUp], startupSeconds: 900 },
      graceSeconds: 120,
      reaches: [database],
    });
    this.expose(web, { host, access });
  }

  /** What Elasticsearch asks of the machine. */
  private limits(): void {
    const { machine } = this;
    new HostSysctl(this, 'sysctl-max-map-count', { machine, key: 'vm.max_map_count', minimum: 524_288 });
    new HostSysctl(this, 'sysctl-file-max', { machine, key: 'fs.file-max', minimum: 131_072 });
  }

  private folders() {
    const rebuilt = noBackup('Elasticsearch rebuilds it from the database');
    return {
      '/opt/sonarqube/data': this.volume('index', { size: '5Gi', backup: rebuilt }),
      '/opt/sonarqube/extensions': this.volume('extensions', { size: '1Gi', backup: 'weekly' }),
      '/opt/sonarqube/logs': scratch('1Gi'),
      '/opt/sonarqube/temp': scratch('1Gi'),
    };
  }
}

/** Bearer, or as older scanners do the login of Basic: `squ`, `sqp` and `sqa` begin every token, here in base64. */
const sonarToken = '^(Bearer .|Basic c3F[1wh])';

/** Pictures in a README, which no header asks for: each bears a token that shows this one figure of one project. */
const badges = ['measure', 'quality_gate', 'ai_code_assurance'] as const;

const access = forwardAuth({
  groups: ['developers', 'admins'],
  except: ['/api', '/batch', '/static', '/js'],
  // The API takes passwords as well, and until somebody changes it everybody knows the one of `admin`.
  tokens: sonarToken,
  openings: { links: badges.map((badge) => ({ path: `/api/project_badges/${badge}`, query: { token: '^sqb_.' } })) },
  reason: 'scanners and editors bring SonarQube’s own tokens and cannot follow a portal; it refuses who has none',
});
