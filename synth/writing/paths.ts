import { dirname } from 'node:path';

export const indexFile = 'index.json';

/** What every disk and every shell takes for a name. */
const plainName = /^[\w-][\w.-]*$/;

/** @throws where a path leaves the folder, or holds what no name of ours does */
export function refuseOutside(path: string): void {
  if (path === indexFile || !path.split('/').every((name) => plainName.test(name)))
    throw new Error(`'${path}' is no path below dist/: a service's or namespace's name must be plain lower-case words`);
}

/** @throws where two paths would be one: a file that is a folder too, or what differs in its case alone */
export function refuseCollisions(paths: readonly string[]): void {
  const spellings = new Map<string, string>();
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path; at !== '.' && spellings.get(at.toLowerCase()) !== at; at = dirname(at)) {
      const other = spellings.get(at.toLowerCase());
      if (other !== undefined)
        throw new Error(`'${other}' and '${at}' are one where case does not count: give one of them another name`);
      spellings.set(at.toLowerCase(), at);
    }
    for (let at = dirname(path); at !== '.' && !folders.has(at); at = dirname(at)) folders.add(at);
  }
  for (const path of paths)
    if (folders.has(path)) throw new Error(`'${path}' would be a file and a folder: give one of them another name`);
}
