import type { DatabaseUser } from '../../constructs/secret/secret.ts';
import { idOf, secretOf } from '../declared/declared.ts';
import type { ValueStatus } from '../sealed/status.ts';
import { shownBy } from './shown.ts';
import type { Surroundings } from './task.ts';

/** A password that a database has been told of, and whose change it must be told of too. */
export interface KeptValue extends ValueStatus {
  readonly recipe: ValueStatus['recipe'] & { readonly database: DatabaseUser };
}

/** A placeholder was never anybody's password. */
export const isKept = (one: ValueStatus): one is KeptValue =>
  one.recipe.database !== undefined && one.value !== undefined && !one.value.placeholder;

/** Two passwords can hold for one user, so that nobody is locked out between the change there and the restarts here. */
export const holdsTwo = ({ recipe }: KeptValue): boolean => recipe.database.engine !== 'postgresql';

/** Where the image keeps the file of each password, and its client. */
const engines = {
  mariadb: { client: 'mariadb', own: 'MARIADB_PASSWORD_FILE', root: 'MARIADB_ROOT_PASSWORD_FILE' },
  mysql: { client: 'mysql', own: 'MYSQL_PASSWORD_FILE', root: 'MYSQL_ROOT_PASSWORD_FILE' },
} as const;

/**
 * Statements that let a new password hold beside the one that holds now. Whoever rotates reads them by a pipe: they are the one
 * thing that holds the value in the clear.
 *
 * @see https://dev.mysql.com/doc/refman/8.4/en/password-management.html#dual-passwords
 * @see https://mariadb.com/kb/en/authentication-plugins/#multiple-authentication-plugins
 */
export function bothHold({ recipe: { database } }: KeptValue, value: string): string {
  if (!/^[A-Za-z0-9]+$/.test(value)) throw new Error('a password of a database is letters and digits');
  const { engine, name, hosts } = database;
  const statements = hosts.flatMap((host) =>
    engine === 'mysql'
      ? [`ALTER USER '${name}'@'${host}' IDENTIFIED BY '${value}' RETAIN CURRENT PASSWORD;`]
      : besideTheOld(name, host, value),
  );
  return `${statements.join('\n')}\n`;
}

/** MariaDB remembers no second password: the account gets two ways to log in, the first of them with the digest of today. */
function besideTheOld(name: string, host: string, value: string): string[] {
  const way = 'mysql_native_password USING';
  return [
    `SELECT JSON_VALUE(Priv, '$.authentication_string') INTO @old FROM mysql.global_priv WHERE User = '${name}' AND Host = '${host}';`,
    `EXECUTE IMMEDIATE CONCAT('ALTER USER ''${name}''@''${host}'' IDENTIFIED VIA ${way} ''', @old, ''' OR ${way} PASSWORD(''${value}'')');`,
  ];
}

/** What takes the statements in, as root with the password that the server's own pod has. */
export function pipeInto(one: KeptValue): string {
  const { client, root } = engineOf(one);
  return `${inPod(one, '-i ')}'MYSQL_PWD="$(cat "$${root}")" exec ${client} --user=root'`;
}

/**
 * What is said in the server's own pod once its file holds the new password. It carries no value: the pod has it. A database with
 * two passwords then forgets the old one, PostgreSQL takes the new one.
 */
export function settles(one: KeptValue): string {
  const { engine, name, hosts } = one.recipe.database;
  if (engine === 'postgresql') {
    const statement = `ALTER ROLE \\"${name}\\" PASSWORD \\$\\$%s\\$\\$;`;
    const client = 'psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB"';
    return `${inPod(one)}'printf "${statement}\\n" "$(cat "$POSTGRES_PASSWORD_FILE")" | ${client}'`;
  }
  const { client, own, root } = engineOf(one);
  const user = (host: string) => `\\"${name}\\"@\\"${host.replace('%', '%%')}\\"`;
  const forget = (host: string) =>
    engine === 'mysql'
      ? `ALTER USER ${user(host)} DISCARD OLD PASSWORD;`
      : `ALTER USER ${user(host)} IDENTIFIED BY \\"%s\\";`;
  const value = engine === 'mysql' ? '' : ` "$(cat "$${name === 'root' ? root : own}")"`.repeat(hosts.length);
  const login = `MYSQL_PWD="$(cat "$${root}")" ${client} --user=root`;
  return `${inPod(one)}'printf "${hosts.map(forget).join(' ')}\\n"${value} | ${login}'`;
}

function engineOf({ recipe }: KeptValue): (typeof engines)[keyof typeof engines] {
  const { engine } = recipe.database;
  if (engine === 'postgresql') throw new Error('PostgreSQL holds one password a role');
  return engines[engine];
}

/** A database's server and its secret have one name. */
const inPod = ({ claim: { namespace, name } }: KeptValue, flags = ''): string =>
  `kubectl -n ${namespace} exec ${flags}statefulset/${name} -- sh -c `;

/** @throws where the statements could not reach the database, before anything is sealed. */
export function refuseUnpiped(one: KeptValue, surroundings: Surroundings): void {
  if (!shownBy(surroundings)) return;
  const pipe = `npm run --silent secrets -- rotate ${secretOf(one.claim)} ${one.key} |\n  ${pipeInto(one)}`;
  throw new Error(
    `${idOf(one)}: the database is told of the new password first, by a pipe that shows it nowhere; nothing was written. Say:\n${pipe}`,
  );
}
