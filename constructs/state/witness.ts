import type { DumpCommands } from '../facts/claim.ts';

/** Where a backup plants its line: a database (of PostgreSQL, a schema) of its own, which no application looks into. */
export const witness = 'witness';

type Witness = Required<Pick<DumpCommands, 'plant' | 'planted'>>;

/** What comes by standard input, inside of a command that the shell reads. */
const line = "'$(head -n 1)'";

/** Of MySQL or MariaDB, whose client `asRoot` gives the password. */
export function inDatabase(asRoot: (command: string) => readonly string[], client: string): Witness {
  const table = `create table if not exists ${witness}.saved (only_one int primary key, line varchar(200) not null)`;
  const sql = `create database if not exists ${witness}; ${table}; replace into ${witness}.saved values (1, ${line})`;
  return {
    plant: asRoot(`exec ${client} --user=root --execute="${sql}"`),
    planted: asRoot(
      `exec ${client} --user=root --skip-column-names --batch --execute='select line from ${witness}.saved'`,
    ),
  };
}

/** Of a database of PostgreSQL, whose only user owns it. */
export function inSchema(database: string): Witness {
  const psql = `exec psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username=${database} --dbname=${database}`;
  const table = `create table if not exists ${witness}.saved (only_one int primary key, line text not null)`;
  const row = `insert into ${witness}.saved values (1, ${line}) on conflict (only_one) do update set line = excluded.line`;
  const sql = `set client_min_messages = warning; create schema if not exists ${witness}; ${table}; ${row}`;
  return {
    plant: ['/bin/sh', '-c', `${psql} --command="${sql}"`],
    planted: ['/bin/sh', '-c', `${psql} --tuples-only --no-align --command='select line from ${witness}.saved'`],
  };
}
