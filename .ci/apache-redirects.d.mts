/** A site that `dist/` has for an Apache, and the host that it is for. */
export interface Site {
  readonly host: string;
  readonly text: string;
}

/** Every site below a folder of manifests. */
export function sitesIn(dist: string): readonly Site[];

/** Where a real Apache sends who asks for a folder without its slash, and for an address that a rule of `.htaccess` moves. */
export function redirectsOf(
  site: Site,
  apache: { readonly binary: string; readonly modules: string },
): Promise<readonly string[]>;
