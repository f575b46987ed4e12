import { images } from '../../platform/versions.ts';
import { scratch } from '../pod/folder.ts';
import { fileOf, type SecretReference } from '../secret/secret.ts';
import type { Service } from '../service/service.ts';
import { Database, type DatabaseProps, type Engine, endsWith, twoPasswords } from './database.ts';
import { inDatabase, witness } from './witness.ts';

const asRoot = (command: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `MYSQL_PWD="$(cat "$MYSQL_ROOT_PASSWORD_FILE")" ${command}`,
];

const engine: Engine = {
  image: images.mysql,
  port: 3306,
  user: 999,
  group: 999,
  entrypoint: ['docker-entrypoint.sh', 'mysqld'],
  args: [
    '--innodb-buffer-pool-size=256M',
    '--temptable-max-ram=64M',
    '--performance-schema=OFF',
    '--skip-name-resolve',
    '--mysqlx=OFF',
    '--disable-log-bin',
  ],
  resources: { cpu: '200m', memory: '512Mi', memoryLimit: '768Mi' },
  data: '/var/lib/mysql',
  scratch: { '/var/run/mysqld': scratch('16Mi'), '/var/lib/mysql-files': scratch('16Mi') },
  probe: {
    exec: [
      '/bin/sh',
      '-c',
      'MYSQL_PWD="$(cat "$MYSQL_PASSWORD_FILE")" mysqladmin --user="$MYSQL_USER" --host=127.0.0.1 ping',
    ],
  },
  secrets: twoPasswords('mysql'),
  admin: 'root-password',
  env: (database, secrets) => ({
    MYSQL_DATABASE: database,
    MYSQL_USER: database,
    MYSQL_PASSWORD_FILE: fileOf(secrets.password as SecretReference),
    MYSQL_ROOT_PASSWORD_FILE: fileOf(secrets['root-password'] as SecretReference),
  }),
  dump: (database) => ({
    command: asRoot(
      `exec mysqldump --user=root --single-transaction --quick --no-tablespaces --routines --triggers --databases ${database} ${witness}`,
    ),
    proof: endsWith('-- Dump completed'),
    load: asRoot('exec mysql --user=root'),
    ...inDatabase(asRoot, 'mysql'),
  }),
};

/**
 * MySQL for one service: for applications that do not support MariaDB.
 *
 * @see https://hub.docker.com/_/mysql
 */
export class MySql extends Database {
  constructor(scope: Service, id: string, props: DatabaseProps) {
    super(scope, id, props, engine);
  }
}
