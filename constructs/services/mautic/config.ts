import type { Cidr, Host } from '../../../platform/types.ts';
import { type Database, fill, forwardAuth, pathOf, type SecretReference } from '../../index.ts';
import text from './parameters.php';

export type Role = 'mautic_web' | 'mautic_cron' | 'mautic_worker';

/** Where Mautic looks for parameters that win over its installer's `local.php`. */
const overrides = '/var/www/html/config/parameters_local.php';

interface Facts {
  readonly host: Host;
  /** The network that may say in a header where a request comes from. */
  readonly proxies: Cidr;
  readonly database: Database;
  readonly dsn: SecretReference;
}

/**
 * What every request and console command reads, whoever starts it: Debian's cron hands no variable on, and trusted proxies
 * are never read from one. Secrets are read at each run, so that a new one needs no new file; a percent sign in them is doubled,
 * since Mautic resolves `%name%` inside a value.
 *
 * @see https://github.com/mautic/mautic/blob/7.x/app/bundles/CoreBundle/Loader/ParameterLoader.php
 */
export function parameters({ host, proxies, database, dsn }: Facts): string {
  const secrets = { password: pathOf(database.password), dsn: pathOf(dsn) };
  const server = { host: database.host, port: database.port, database: database.database };
  return fill(text, { site: `https://${host}`, proxies, ...server, ...secrets });
}

/**
 * The image's own start, with the parameters at `path` put where Mautic looks. By a link: the entrypoint owns that folder with
 * `chown -R`, which passes over a link and fails at a read-only mount.
 */
export function startWith(path: string): readonly string[] {
  return ['/bin/sh', '-c', `ln -sfn ${path} ${overrides} && exec "$@"`, '--', '/entrypoint.sh'];
}

/** What PHP may take for one request, or one command: cron runs them one by one, the worker three consumers at once. */
const memory: Readonly<Record<Role, string>> = { mautic_web: '512M', mautic_cron: '448M', mautic_worker: '224M' };

export function environment(role: Role, database: Database) {
  return {
    DOCKER_MAUTIC_ROLE: role,
    DOCKER_MAUTIC_WORKERS_CONSUME_EMAIL: '1',
    DOCKER_MAUTIC_WORKERS_CONSUME_HIT: '1',
    DOCKER_MAUTIC_WORKERS_CONSUME_FAILED: '1',
    // The image reads no *_FILE: its entrypoint refuses to start when these are empty.
    MAUTIC_DB_HOST: database.host,
    MAUTIC_DB_PORT: String(database.port),
    MAUTIC_DB_DATABASE: database.database,
    MAUTIC_DB_USER: database.user,
    MAUTIC_DB_PASSWORD: database.password,
    PHP_INI_VALUE_MEMORY_LIMIT: memory[role],
  };
}

/** What its entrypoint cannot do without, in every role. */
export const startsAsRoot = {
  root: 'the entrypoint chowns its volumes and drops to www-data itself, in every role',
  writableRoot: 'the entrypoint writes PHP configuration and caches beside the code',
  capabilities: {
    add: ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
    reason: 'root hands files and processes over to www-data, by PAM too (su, cron), and Apache binds port 80',
  },
} as const;

/** Who may see which part. */
export const access = forwardAuth({
  groups: ['marketing', 'admins'],
  // The front controller answers /index.php/s/… as well.
  paths: ['/s', '/index.php'],
  reason: 'forms, tracking, unsubscribe links, assets and the API answer anonymous visitors and machines',
});

/** Left empty, its field of the database's password falls back to the one that is configured: any stranger could go through with it. */
export const installer = {
  claimedBy: 'whoever of marketing runs the web installer, behind the portal until then and after',
  firstRun: ['/installer'],
} as const;
