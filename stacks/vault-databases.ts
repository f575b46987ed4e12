import {
  DatabaseSecretBackendConnection,
  DatabaseSecretBackendRole,
  DatabaseSecretBackendStaticRole,
  Mount,
} from '@cdktf/provider-vault';
import type { Construct } from 'constructs';
import { type DatabaseLogin, databaseMount } from '../constructs/state/database-login.ts';
import { named } from './named.ts';

const day = 24 * 3600;

/** How long a leased user lives without its agent, and with it. */
export const lease = { seconds: 7 * day, longestSeconds: 30 * day } as const;

/**
 * A period and not a schedule: a schedule's instant that Vault slept through is not caught up, and the agent looks at a
 * scheduled role every five minutes instead of at its end.
 */
const rotationPeriod = 30 * day;

/**
 * Vault's database engine: a connection for each login, and the role that makes or rotates it. No password is here or in the
 * state: what feeds Vault hands over root's. A rotated role changes the password at the moment it is made, so that its database
 * must be up then; where it is not, the next `apply` makes it.
 *
 * @see https://developer.hashicorp.com/vault/docs/secrets/databases/mysql-maria
 */
export function databaseEngine(scope: Construct, logins: readonly DatabaseLogin[]): void {
  if (logins.length === 0) return;
  const mount = new Mount(scope, 'databases', {
    path: databaseMount,
    type: 'database',
    description: 'logins of the services, made and rotated here',
    lifecycle: { preventDestroy: true },
  });
  named(mount, databaseMount);
  for (const login of logins) addLogin(scope, mount.path, login);
}

function addLogin(scope: Construct, backend: string, login: DatabaseLogin): void {
  const { role: name, address, database, changing } = login;
  const connection = new DatabaseSecretBackendConnection(scope, `connection-${name}`, {
    backend,
    name,
    allowedRoles: [name],
    // The database is not up yet on the first day, and has its own password from Vault.
    verifyConnection: false,
    mysql: { connectionUrl: `{{username}}:{{password}}@tcp(${address})/`, username: 'root', maxOpenConnections: 2 },
  });
  const common = { backend, name, dbName: named(connection, name).name };
  const id = `login-${name}`;
  const make = {
    leased: () => new DatabaseSecretBackendRole(scope, id, { ...common, ...leased(login) }),
    rotated: () => new DatabaseSecretBackendStaticRole(scope, id, { ...common, username: database, rotationPeriod }),
  };
  named(make[changing](), name);
}

function leased({ database }: DatabaseLogin) {
  return {
    creationStatements: [
      "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
      `GRANT ALL PRIVILEGES ON \`${database}\`.* TO '{{name}}'@'%'`,
    ],
    // Vault's own words fail for a user that is gone already, and try for ever.
    revocationStatements: ["DROP USER IF EXISTS '{{name}}'@'%'"],
    defaultTtl: lease.seconds,
    maxTtl: lease.longestSeconds,
  };
}
