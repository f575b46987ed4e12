import { images } from '../../platform/versions.ts';
import { scratch } from '../pod/folder.ts';
import { fileOf, random, type SecretReference } from '../secret/secret.ts';
import type { Service } from '../service/service.ts';
import { Database, type DatabaseProps, type Engine } from './database.ts';
import { inSchema } from './witness.ts';

const engine: Engine = {
  image: images.postgresql,
  port: 5432,
  user: 999,
  group: 999,
  entrypoint: ['docker-entrypoint.sh', 'postgres'],
  args: ['-c', 'shared_buffers=128MB'],
  resources: { cpu: '100m', memory: '256Mi', memoryLimit: '512Mi' },
  // 17 and older keep their data here; 18 moves it, so that a new major is a migration and never a new tag.
  data: '/var/lib/postgresql/data',
  scratch: { '/var/run/postgresql': scratch('16Mi'), '/dev/shm': scratch('128Mi', { memory: true }) },
  probe: { exec: ['/bin/sh', '-c', 'pg_isready --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --host=127.0.0.1'] },
  secrets: (name) => ({ password: random(40, { database: { engine: 'postgresql', name, hosts: [] } }) }),
  env: (database, secrets) => ({
    POSTGRES_DB: database,
    POSTGRES_USER: database,
    POSTGRES_PASSWORD_FILE: fileOf(secrets.password as SecretReference),
    // A folder of its own: initdb wants to own it, and the volume's root belongs to nobody.
    PGDATA: '/var/lib/postgresql/data/pgdata',
  }),
  dump: (database) => ({
    command: ['pg_dump', '--format=custom', `--username=${database}`, `--dbname=${database}`],
    // Reads all of it, and writes SQL to nowhere.
    proof: ['pg_restore', '--file=/dev/null'],
    load: [
      ...['pg_restore', '--clean', '--if-exists', '--single-transaction', '--exit-on-error'],
      ...[`--username=${database}`, `--dbname=${database}`],
    ],
    ...inSchema(database),
  }),
};

/**
 * PostgreSQL for one service. Its only user owns what is in it, so that Vault has nobody to come as.
 *
 * @see https://hub.docker.com/_/postgres
 */
export class PostgreSql extends Database {
  constructor(scope: Service, id: string, props: Omit<DatabaseProps, 'login'>) {
    super(scope, id, props, engine);
  }
}
