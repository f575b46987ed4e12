import { images } from '../../platform/versions.ts';
import { scratch } from '../pod/folder.ts';
import { fileOf, type SecretReference } from '../secret/secret.ts';
import type { Service } from '../service/service.ts';
import { Database, type DatabaseProps, type Engine, endsWith, twoPasswords } from './database.ts';
import { inDatabase, witness } from './witness.ts';

const asRoot = (command: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `MYSQL_PWD="$(cat "$MARIADB_ROOT_PASSWORD_FILE")" ${command}`,
];

const engine: Engine = {
  image: images.mariadb,
  port: 3306,
  user: 999,
  group: 999,
  entrypoint: ['docker-entrypoint.sh', 'mariadbd'],
  args: ['--innodb-buffer-pool-size=128M', '--character-set-server=utf8mb4', '--skip-name-resolve'],
  resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
  data: '/var/lib/mysql',
  scratch: { '/run/mysqld': scratch('16Mi') },
  probe: { exec: ['healthcheck.sh', '--connect', '--innodb_initialized'] },
  secrets: twoPasswords('mariadb'),
  admin: 'root-password',
  env: (database, secrets) => ({
    MARIADB_DATABASE: database,
    MARIADB_USER: database,
    MARIADB_PASSWORD_FILE: fileOf(secrets.password as SecretReference),
    MARIADB_ROOT_PASSWORD_FILE: fileOf(secrets['root-password'] as SecretReference),
    MARIADB_AUTO_UPGRADE: '1',
  }),
  dump: (database) => ({
    command: asRoot(
      `exec mariadb-dump --user=root --single-transaction --quick --routines --triggers --databases ${database} ${witness}`,
    ),
    proof: endsWith('-- Dump completed'),
    load: asRoot('exec mariadb --user=root'),
    ...inDatabase(asRoot, 'mariadb'),
  }),
};

/**
 * MariaDB for one service.
 *
 * @see https://hub.docker.com/_/mariadb
 */
export class MariaDb extends Database {
  constructor(scope: Service, id: string, props: DatabaseProps) {
    super(scope, id, props, engine);
  }
}
