import type { Host } from '../../../platform/types.ts';
import {
  apacheSite,
  type Database,
  fill,
  type Portal,
  pathOf,
  type SecretReference,
  type Valkey,
} from '../../index.ts';
import beforeStarting from './before-starting.sh';
import place from './place.sh';
import preUpgrade from './pre-upgrade.sh';
import overlay from './uyoop.config.php';

/** Its site, its configuration and what its start runs. */
export function filesOf(host: Host, database: Database, cache: Valkey, portal: Portal, login: SecretReference) {
  return { ...apacheSite(host, '/var/www/html'), ...configuration(database, cache), ...hooks(portal, login) };
}

/**
 * What stands beside Nextcloud's own configuration and wins over it, read at each request: so a new password of the database
 * holds at once, whatever the installer wrote. Cache and locks are in Valkey; the image's own REDIS_HOST cannot be used: as a
 * user other than root its entrypoint dies on writing PHP's configuration.
 *
 * Passwords are read without a word: PHP would print a warning, and Nextcloud refuses a configuration that prints.
 */
function configuration(database: Database, cache: Valkey) {
  const passwords = { database: pathOf(database.password), cache: pathOf(cache.password) };
  return { '/uyoop/uyoop.config.php': fill(overlay, { ...passwords, host: cache.host, port: cache.port }) };
}

/**
 * What the entrypoint runs as the web user. Both hooks put the overlay into place by rename: what is mounted is read-only and so
 * is its copy, over which nobody but root could copy again; and no request reads half of one.
 *
 * Before an upgrade, because the start that would do it comes after that. Before each start also to finish an upgrade that was
 * cut, and to name Authelia as the login: when the app store is out of reach the site still starts, and the next start tries
 * again. It starts nothing that is not installed: the entrypoint takes a copied version.php for an installation, so that after an
 * attempt that was cut short or met no database it would open the web installer to whoever comes first. Without that file the
 * next start installs.
 */
function hooks({ discovery }: Portal, clientSecret: SecretReference) {
  const common = { place: place.trimEnd() };
  const at = '/docker-entrypoint-hooks.d';
  return {
    [`${at}/pre-upgrade/uyoop.sh`]: fill(preUpgrade, common),
    [`${at}/before-starting/uyoop.sh`]: fill(beforeStarting, { ...common, discovery, secret: pathOf(clientSecret) }),
  };
}
