import type { Host } from '../../../platform/types.ts';
import { forwardAuth, type Mailbox, type MySql } from '../../index.ts';

/** Pictures are made smaller beside it, in memory that Node does not count. */
export const heap = { NODE_OPTIONS: '--max-old-space-size=400' } as const;

/** Ghost supports MySQL 8 alone; MariaDB is refused by its own documentation. */
export const connection = (database: MySql) => ({
  database__client: 'mysql',
  database__connection__host: database.host,
  database__connection__port: String(database.port),
  database__connection__user: database.user,
  database__connection__password: database.password,
  database__connection__database: database.database,
});

export const mail = ({ address, host, port, password }: Mailbox) => ({
  mail__transport: 'SMTP',
  mail__from: address,
  mail__options__host: host,
  mail__options__port: String(port),
  mail__options__auth__user: address,
  mail__options__auth__pass: password,
});

/**
 * Without the first header Ghost answers every request with a redirect to https, and a probe would follow it. It answers 503
 * while it migrates; ended in the middle of that, it leaves a lock that only a person takes away.
 */
export const ownApi = (host: Host) => ({
  http: '/ghost/api/admin/site/',
  headers: { 'X-Forwarded-Proto': 'https', Host: host },
  startupSeconds: 1200,
});

/** The API under the names that it once had: Ghost takes them out of an address before it looks who answers. */
const olderNames = ['canary', 'v2', 'v3', 'v4'].map((version) => `/ghost/api/${version}`);

/** Ghost makes whoever posts there first its owner, without asking who that is. */
export const firstOwner = {
  claimedBy: 'the first to pass the portal to /ghost: strangers get an answer of Authelia there, not of Ghost',
  firstRun: ['/ghost/api/admin/authentication/setup', ...olderNames],
};

export const access = forwardAuth({
  groups: ['editors', 'admins'],
  paths: ['/ghost'],
  // Other servers read the keys that our messages are signed with, and public pages ask in a frame whether an editor looks.
  except: ['/ghost/api', '/ghost/.well-known', '/ghost/auth-frame'],
  reason: 'the site is public, and members, webhooks and the editor itself call /ghost/api with their own tokens',
});
