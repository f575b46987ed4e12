/**
 * Cache and locks in Valkey. The image's own REDIS_HOST cannot be used: as a user other than root its entrypoint dies on
 * writing PHP's configuration.
 */
export function proxyConfig(host: string, port: number, passwordPath: string): string {
  return `<?php
$CONFIG = [
  'memcache.distributed' => '\\\\OC\\\\Memcache\\\\Redis',
  'memcache.locking' => '\\\\OC\\\\Memcache\\\\Redis',
  'redis' => [
    'host' => '${host}',
    'port' => ${port},
    'password' => trim((string) file_get_contents('${passwordPath}')),
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
 * Runs before Apache, as the web user: puts our configuration beside Nextcloud's own and names Authelia as its login. When
 * the app store is out of reach the site still starts, and the next start tries again.
 */
export function loginHook(discovery: string, secretPath: string): string {
  return `#!/bin/sh
set -eu
cp /uyoop/uyoop.config.php /var/www/html/config/zz-uyoop.config.php
cd /var/www/html
if php occ app:enable user_oidc || php occ app:install user_oidc; then
  php occ user_oidc:provider Authelia --clientid=nextcloud --clientsecret="$(cat ${secretPath})" \\
    --discoveryuri=${discovery} --scope="openid email profile groups"
else
  echo "user_oidc could not be installed; log in as admin until the next start" >&2
fi
`;
}
