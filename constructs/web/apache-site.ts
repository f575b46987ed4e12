import type { Host } from '../../platform/types.ts';
import { fill } from '../facts/fill.ts';
import site from './apache-site.vhost';

/**
 * The site of an image that stands on PHP's Apache, in place of its own: one that knows that its visitors speak https. Without it
 * a phone that asks for `/.well-known/carddav` is sent to http, and refuses.
 *
 * @param root the folder that the image serves
 * @see https://httpd.apache.org/docs/2.4/mod/core.html#servername
 */
export function apacheSite(host: Host, root: `/${string}`): Readonly<Record<string, string>> {
  return { '/etc/apache2/sites-available/000-default.conf': fill(site, { host, root }) };
}
