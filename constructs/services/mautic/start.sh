#!/bin/sh
# Before the image's own start, in every role. Nothing here stops a role that could run: the log says what is missing.
set -u
here=/var/www/html
# By a link: the entrypoint owns that folder with `chown -R`, which passes over a link and fails at a read-only mount.
ln -sfn @parameters@ "$here/config/parameters_local.php" || echo "config/ cannot be written to" >&2
# The entrypoint hands over only the folders that it knows.
chown www-data:www-data @folders@ || echo "some folder stays root's, and nothing is written there" >&2

# Themes that people upload lie beside the image's own. One role lays those into the kept folder at each start, which then takes
# their place in every role.
themes=$here/docroot/themes
if [ ! -L "$themes" ]; then
  [ "$DOCKER_MAUTIC_ROLE" != mautic_web ] || cp -a "$themes/." @themes@/
  if [ -n "$(ls -A @themes@)" ] && rm -r "$themes" && ln -s @themes@ "$themes"; then
    echo "themes: those that were uploaded are in place"
  else
    echo "themes: the image's own alone, and one that is uploaded is lost at the next start" >&2
  fi
fi
exec "$@"
