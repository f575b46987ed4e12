import type { Database } from '../../index.ts';

/** Where Mautic looks for parameters that win over its installer's `local.php`. */
const overrides = '/var/www/html/config/parameters_local.php';

interface Facts {
  readonly site: string;
  /** The network that may say in a header where a request comes from. */
  readonly proxies: string;
  readonly database: Pick<Database, 'host' | 'port' | 'database'>;
  /** The files that hold them. */
  readonly secrets: { readonly password: string; readonly dsn: string };
}

/**
 * What every request and console command reads, whoever starts it: Debian's cron hands no variable on, and trusted proxies
 * are never read from one. Secrets are read at each run, so that a new one needs no new file.
 *
 * @see https://github.com/mautic/mautic/blob/7.x/app/bundles/CoreBundle/Loader/ParameterLoader.php
 */
export function parameters({ site, proxies, database, secrets }: Facts): string {
  return `<?php
// With a site_url Mautic takes itself for installed, so the installer writes the first one.
$own = empty($parameters['site_url']) ? [] : ['site_url' => '${site}'];
$parameters = $own + [
  'db_host' => '${database.host}',
  'db_port' => ${database.port},
  'db_name' => '${database.database}',
  'db_password' => ${read(secrets.password)},
  'mailer_dsn' => ${read(secrets.dsn)},
  // Without a queue mails and hits are handled while the visitor waits, and the worker has nothing to do.
  'messenger_dsn_email' => 'doctrine://default',
  'messenger_dsn_hit' => 'doctrine://default',
  'trusted_proxies' => ['${proxies}'],
];
// A variable wins over this file, and the entrypoint's is as old as the pod.
$_ENV['MAUTIC_DB_PASSWORD'] = $parameters['db_password'];
`;
}

/**
 * The image's own start, with the parameters at `path` put where Mautic looks. By a link: the entrypoint owns that folder with
 * `chown -R`, which passes over a link and fails at a read-only mount.
 */
export function startWith(path: string): readonly string[] {
  return ['/bin/sh', '-c', `ln -sfn ${path} ${overrides} && exec "$@"`, '--', '/entrypoint.sh'];
}

/** Mautic resolves `%name%` inside a value, so a percent sign of its own is doubled. */
const read = (path: string): string => `str_replace('%', '%%', trim((string) file_get_contents('${path}')))`;
