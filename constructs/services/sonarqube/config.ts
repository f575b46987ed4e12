import type { Host } from '../../../platform/types.ts';
import { type Database, identityHeaders } from '../../index.ts';

/** The image's own command, and behind it the headers of Authelia's that log people in. */
export function launcher(host: Host): readonly string[] {
  return [
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
export const isUp =
  'curl --fail --silent --max-time 4 http://127.0.0.1:9000/api/system/status | grep -qE \'"status":"(UP|DB_MIGRATION_NEEDED|DB_MIGRATION_RUNNING)"\'';
