import type { Cidr, Host } from '../../../platform/types.ts';
import { type Database, fill, given, type Mailbox, pathOf, type SecretReference } from '../../index.ts';
import text from './parameters.php';
import { start } from './start.ts';

export type Role = 'mautic_web' | 'mautic_cron' | 'mautic_worker';

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
function parameters({ host, proxies, database, dsn }: Facts): string {
  const secrets = { password: pathOf(database.password), dsn: pathOf(dsn) };
  const server = { host: database.host, port: database.port, database: database.database };
  return fill(text, { site: `https://${host}`, proxies, ...server, ...secrets });
}

/** How it hands its mail over, as an address with the login in it. */
export function sender(login: string, { host, port }: Pick<Mailbox, 'host' | 'port'>) {
  return given(`smtp://${login}:<password>@${host}:${port}, the password URL-encoded`, { form: 'url' });
}

/** What every role finds under /uyoop. */
export function filesOf(facts: Facts): Readonly<Record<string, string>> {
  return { '/uyoop/parameters.php': parameters(facts), '/uyoop/start.sh': start.file };
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
