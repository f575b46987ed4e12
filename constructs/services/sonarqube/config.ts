import type { Host } from '../../../platform/types.ts';
import { type Database, fill, forwardAuth, identityHeaders, pathOf, type SecretReference } from '../../index.ts';
import claim from './claim.sh';

/** What makes `admin` ours, and the file by which it says that strangers may come. */
export const claimScript = '/uyoop/claim.sh';
const marker = '/tmp/claimed';

export function claimText(admin: SecretReference): string {
  return fill(claim, { password: pathOf(admin), marker });
}

/** The image's own command, and behind it the headers of Authelia's that log people in. */
export function launcher(host: Host): readonly string[] {
  return [
    '/bin/bash',
    '-c',
    // A container that starts again finds its /tmp as it was.
    `rm -f ${marker}; /bin/bash ${claimScript} & exec "$@"`,
    '--',
    '/opt/java/openjdk/bin/java',
    '-Xmx64m',
    '-jar',
    'lib/sonarqube.jar',
    '-Dsonar.log.console=true',
    `-Dsonar.core.serverBaseURL=https://${host}`,
    '-Dsonar.web.sso.enable=true',
    `-Dsonar.web.sso.loginHeader=${identityHeaders.user}`,
    `-Dsonar.web.sso.nameHeader=${identityHeaders.name}`,
    `-Dsonar.web.sso.emailHeader=${identityHeaders.email}`,
    `-Dsonar.web.sso.groupsHeader=${identityHeaders.groups}`,
  ];
}

/** Without it an embedded database is used, which no upgrade takes over. */
export function connection(database: Database) {
  return {
    SONAR_JDBC_URL: `jdbc:postgresql://${database.host}:${database.port}/${database.database}`,
    SONAR_JDBC_USERNAME: database.user,
    SONAR_JDBC_PASSWORD: database.password,
  };
}

/** It tells nobody of itself, and reaches nobody who could tell it of updates: Renovate does. */
export const quiet = { SONAR_TELEMETRY_ENABLE: 'false', SONAR_UPDATECENTER_ACTIVATE: 'false' } as const;

/** Four processes share 2.5 GiB: launcher, web, compute engine and Elasticsearch with as much again off its heap. */
export const heaps = {
  SONAR_WEB_JAVAOPTS: '-Xms128m -Xmx384m',
  SONAR_CE_JAVAOPTS: '-Xms128m -Xmx384m',
  SONAR_SEARCH_JAVAOPTS: '-Xms512m -Xmx512m -XX:MaxDirectMemorySize=256m',
} as const;

/** A starting server answers 200 as well; one that waits for its migration is well, and says so at /setup. */
const isUp =
  'curl --fail --silent --max-time 4 http://127.0.0.1:9000/api/system/status | grep -qE \'"status":"(UP|DB_MIGRATION_NEEDED|DB_MIGRATION_RUNNING)"\'';

/** Nobody gets to it before its first password is gone: until it is ready, its Service leads nowhere. */
export const probe = {
  exec: ['/bin/bash', '-c', isUp],
  ready: ['/bin/bash', '-c', `test -e ${marker} && ${isUp}`],
  startupSeconds: 900,
} as const;

export const claimed = {
  claimedBy: 'a script beside it, which gives `admin` a random password before its Service leads anywhere',
  firstRun: ['/api/authentication/login'],
} as const;

/** Bearer, or as older scanners do the login of Basic: `squ`, `sqp` and `sqa` begin every token, here in base64. */
const sonarToken = '^(Bearer .|Basic c3F[1wh])';

export const access = forwardAuth({
  groups: ['developers', 'admins'],
  except: ['/api', '/batch', '/static', '/js'],
  // The API takes passwords as well, and until somebody changes it everybody knows the one of `admin`.
  tokens: sonarToken,
  // Both work for whoever asks, and look at no token: a token that somebody made up would open them.
  closed: ['/api/authentication/login', '/api/system/migrate_db'],
  // By these headers it makes an account external: its password and its rights are gone for good.
  ownAccounts: ['admin'],
  reason: 'scanners and editors bring SonarQube’s own tokens and cannot follow a portal; it refuses who has none',
});
