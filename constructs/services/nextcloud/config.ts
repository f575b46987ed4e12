/** The files that hold them. */
interface Passwords {
  readonly database: string;
  readonly cache: string;
}

/**
 * What stands beside Nextcloud's own configuration and wins over it, read at each request: so a new password of the database
 * holds at once, whatever the installer wrote. Cache and locks are in Valkey; the image's own REDIS_HOST cannot be used: as a
 * user other than root its entrypoint dies on writing PHP's configuration.
 */
export function overlay(cache: { readonly host: string; readonly port: number }, passwords: Passwords): string {
  return `<?php
$CONFIG = [
  'dbpassword' => ${read(passwords.database)},
  'memcache.distributed' => '\\\\OC\\\\Memcache\\\\Redis',
  'memcache.locking' => '\\\\OC\\\\Memcache\\\\Redis',
  'redis' => [
    'host' => '${cache.host}',
    'port' => ${cache.port},
    'password' => ${read(passwords.cache)},
  ],
  'maintenance_window_start' => 1,
  'default_phone_region' => 'FR',
  'user_oidc' => [
    'default_token_endpoint_auth_method' => 'client_secret_post',
    'enrich_login_id_token_with_userinfo' => true,
  ],
];
`;
}

/**
 * By rename: what is mounted is read-only and so is its copy, over which nobody but root could copy again; and no request reads
 * half of one.
 */
const place = `cp -f /uyoop/uyoop.config.php /var/www/html/config/zz-uyoop.new
mv -f /var/www/html/config/zz-uyoop.new /var/www/html/config/zz-uyoop.config.php
`;

/** Before an upgrade, whose own start is what puts a new overlay into place. */
export const copyOverlay = `#!/bin/sh
set -eu
${place}`;

/**
 * The entrypoint takes a copied version.php for an installation: after an attempt that was cut short or met no database it would
 * open the web installer to whoever comes first. Without that file the next start installs.
 */
const refuseUninstalled = `if ! grep -q "'installed' => true" /var/www/html/config/config.php; then
  rm -f /var/www/html/version.php
  echo "not installed yet: the next start tries again" >&2
  exit 1
fi
`;

/**
 * Runs before Apache, as the web user: puts our configuration beside Nextcloud's own and names Authelia as its login. When
 * the app store is out of reach the site still starts, and the next start tries again.
 */
export function loginHook(discovery: string, secretPath: string): string {
  return `#!/bin/sh
set -eu
${refuseUninstalled}${place}cd /var/www/html
if php occ app:enable user_oidc || php occ app:install user_oidc; then
  php occ user_oidc:provider Authelia --clientid=nextcloud --clientsecret="$(cat ${secretPath})" \\
    --discoveryuri=${discovery} --scope="openid email profile groups"
else
  echo "user_oidc could not be installed; log in as admin until the next start" >&2
fi
`;
}

/** Quiet: a warning of PHP's would be printed, and Nextcloud refuses a configuration that prints. */
const read = (path: string): string => `trim((string) @file_get_contents('${path}'))`;
