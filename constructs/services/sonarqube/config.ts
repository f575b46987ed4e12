import type { Host } from '../../../platform/types.ts';
import { type Database, forwardAuth, identityHeaders } from '../../index.ts';
import { besideClaim } from './claim.ts';

/** The image's own command, and behind it the headers of Authelia's that log people in. */
export function launcher(host: Host): readonly string[] {
  return [
    ...besideClaim,
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

/** Bearer, or as older scanners do the login of Basic: `squ`, `sqp` and `sqa` begin every token, here in base64. */
const sonarToken = '^(Bearer .|Basic c3F[1wh])';

/** Pictures in a README, which no header asks for: each bears a token that shows this one figure of one project. */
const badges = ['measure', 'quality_gate', 'ai_code_assurance'] as const;

export const access = forwardAuth({
  groups: ['developers', 'admins'],
  except: ['/api', '/batch', '/static', '/js'],
  // The API takes passwords as well, and until somebody changes it everybody knows the one of `admin`.
  tokens: sonarToken,
  openings: { links: badges.map((badge) => ({ path: `/api/project_badges/${badge}`, query: { token: '^sqb_.' } })) },
  watched: '/api/system/status',
  // Both work for whoever asks, and look at no token: a token that somebody made up would open them.
  closed: ['/api/authentication/login', '/api/system/migrate_db'],
  // By these headers it makes an account external: its password and its rights are gone for good.
  ownAccounts: ['admin'],
  reason: 'scanners and editors bring SonarQube’s own tokens and cannot follow a portal; it refuses who has none',
});
