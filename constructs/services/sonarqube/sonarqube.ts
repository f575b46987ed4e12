import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { HostSysctl, noBackup, PostgreSql, random, Service, type ServiceProps, scratch } from '../../index.ts';
import { claimed, claimScript, claimText, probe } from './claim.ts';
import { access, connection, heaps, launcher, quiet } from './config.ts';

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
    const { admin } = this.secret('app', {
      admin: random(40, {
        after: 'change it in SonarQube too, as `admin`: it takes the value at its first start alone',
      }),
    });
    const web = this.workload('web', {
      image: images.sonarqube,
      args: launcher(host),
      user: 1000,
      group: 0,
      ports: { http: 9000 },
      env: { ...connection(database), ...quiet, ...heaps },
      volumes: this.folders(),
      resources: { cpu: '400m', memory: '2048Mi', memoryLimit: '2560Mi' },
      files: { [claimScript]: claimText(admin) },
      secretFiles: [admin],
      probe,
      graceSeconds: 120,
      reaches: [database],
      relax: { ownHosts: 'its own address stands in links and mails; scanners come to it' },
    });
    this.expose(web, { host, access, ...claimed });
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
