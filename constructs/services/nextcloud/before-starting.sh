#!/bin/sh
# It stops one start alone: that of a site which is not installed, whose web installer would be anybody's. Whatever else fails,
# the server that could run runs, and the log says what is missing.
set -u
if ! grep -q "'installed' => true" /var/www/html/config/config.php; then
  rm -f /var/www/html/version.php
  echo "not installed yet: the next start tries again" >&2
  exit 1
fi
@place@
cd /var/www/html || exit 0

# 0: it works; 1: maintenance; 2: an upgrade is due. The code of an upgrade lies there before its database is done, so that the
# entrypoint of the next start takes a cut one for finished; and a cut one leaves maintenance on, for good.
condition() { php occ status -e; }
due() { php occ status --output=json | grep -q '"needsDbUpgrade":true'; }

upgrade() {
  echo "an upgrade was cut short: finishing it"
  php occ maintenance:mode --off
  php occ upgrade || echo "the upgrade does not finish; its pages say so to everybody, and the next start tries again" >&2
}

login() {
  php occ app:enable user_oidc || php occ app:install user_oidc || return
  secret=$(cat @secret@) && [ -n "$secret" ] || return
  php occ user_oidc:provider Authelia --clientid=nextcloud --clientsecret="$secret" \
    --discoveryuri=@discovery@ --scope="openid email profile groups"
}

condition
state=$?
[ "$state" = 1 ] && due && state=2
[ "$state" = 2 ] && upgrade && { condition; state=$?; }
# In maintenance, and before an upgrade, the commands of apps are not there.
if [ "$state" = 0 ]; then
  login || echo "the login by Authelia is not set up; log in as admin until the next start" >&2
else
  echo "maintenance or an upgrade that is due: the login by Authelia stays as it was" >&2
fi
exit 0
