import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { forwardAuth, HostSysctl, noBackup, PostgreSql, Service, type ServiceProps, scratch } from '../../index.ts';

export interface SonarQubeProps extends ServiceProps {
  readonly host: Host;
}

/** Four processes share 2.5 GiB: launcher, web, compute engine and Elasticsearch with as much again off its heap. */
const heaps = {
  SONAR_WEB_JAVAOPTS: '-Xms128m -Xmx384m',
  SONAR_CE_JAVAOPTS: '-Xms128m -Xmx384m',
  SONAR_SEARCH_JAVAOPTS: '-Xms512m -Xmx512m -XX:MaxDirectMemorySize=256m',
} as const;

/** Bearer, or as older scanners do the login of Basic: `squ`, `sqp` and `sqa` begin every token, here in base64. */
const sonarToken = '^(Bearer .|Basic c3F[1wh])';

/** A starting server answers 200 as well; one that waits for its migration is well, and says so at /setup. */
const isUp =
  'curl --fail --silent --max-time 4 http://127.0.0.1:9000/api/system/status | grep -qE \'"status":"(UP|DB_MIGRATION_NEEDED|DB_MIGRATION_RUNNING)"\'';

/**
 * The quality gate. People come through Authelia, whose headers log them in; scanners and editors bring their own tokens.
 * Whoever reached it past Traefik could say by such a header that he is anybody, so that CI jobs use its public name too.
 *
 * @see https://docs.sonarsource.com/sonarqube-community-build/
 */
export class SonarQube extends Service {
  constructor(scope: Construct, id: string, props: SonarQubeProps) {
    super(scope, id, props);
    const { machine } = this;
    new HostSysctl(this, 'sysctl-max-map-count', { machine, key: 'vm.max_map_count', minimum: 524_288 });
    new HostSysctl(this, 'sysctl-file-max', { machine, key: 'fs.file-max', minimum: 131_072 });
    const database = new PostgreSql(this, 'database', {
      size: '5Gi',
      backup: 'daily',
      resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
    });
    const index = this.volume('index', {
      size: '5Gi',
      backup: noBackup('Elasticsearch rebuilds it from the database'),
    });
    const extensions = this.volume('extensions', { size: '1Gi', backup: 'weekly' });

    const web = this.workload('web', {
      image: images.sonarqube,
      args: [
        '/opt/java/openjdk/bin/java',
        '-Xmx64m',
        '-jar',
        'lib/sonarqube.jar',
        '-Dsonar.log.console=true',
        `-Dsonar.core.serverBaseURL=https://${props.host}`,
        '-Dsonar.web.sso.enable=true',
        '-Dsonar.web.sso.loginHeader=Remote-User',
        '-Dsonar.web.sso.nameHeader=Remote-Name',
        '-Dsonar.web.sso.emailHeader=Remote-Email',
        '-Dsonar.web.sso.groupsHeader=Remote-Groups',
      ],
      user: 1000,
      group: 0,
      ports: { http: 9000 },
      env: {
        // Without it an embedded database is used, which no upgrade takes over.
        SONAR_JDBC_URL: `jdbc:postgresql://${database.host}:${database.port}/${database.database}`,
        SONAR_JDBC_USERNAME: database.user,
        SONAR_JDBC_PASSWORD: database.password,
        SONAR_TELEMETRY_ENABLE: 'false',
        // It reaches nobody who could tell it of updates: Renovate does.
        SONAR_UPDATECENTER_ACTIVATE: 'false',
        ...heaps,
      },
      volumes: {
        '/opt/sonarqube/data': index,
        '/opt/sonarqube/extensions': extensions,
        '/opt/sonarqube/logs': scratch('1Gi'),
        '/opt/sonarqube/temp': scratch('1Gi'),
      },
      resources: { cpu: '400m', memory: '2048Mi', memoryLimit: '2560Mi' },
      probe: { exec: ['/bin/bash', '-c', isUp], startupSeconds: 900 },
      graceSeconds: 120,
      reaches: [database],
    });

    this.expose(web, {
      host: props.host,
      access: forwardAuth({
        groups: ['developers', 'admins'],
        except: ['/api', '/batch', '/static', '/js'],
        // The API takes passwords as well, and until somebody changes it everybody knows the one of `admin`.
        tokens: sonarToken,
        reason: 'scanners and editors bring SonarQube’s own tokens and cannot follow a portal; it refuses who has none',
      }),
    });
  }
}
