#!/bin/sh
set -eu
if ! grep -q "'installed' => true" /var/www/html/config/config.php; then
  rm -f /var/www/html/version.php
  echo "not installed yet: the next start tries again" >&2
  exit 1
fi
@place@
cd /var/www/html
if php occ app:enable user_oidc || php occ app:install user_oidc; then
  php occ user_oidc:provider Authelia --clientid=nextcloud --clientsecret="$(cat @secret@)" \
    --discoveryuri=@discovery@ --scope="openid email profile groups"
else
  echo "user_oidc could not be installed; log in as admin until the next start" >&2
fi
