import { urlPath } from '../../platform/values/paths.ts';
import { tokenPattern } from '../../platform/values/text.ts';

/** Files that open pages load. Their kind is named too: the folders of a program hold programs. */
export interface OpenFiles {
  /** Path prefixes. */
  readonly below: readonly string[];
  /** Without the first dot: `css`, `css.php` for a style that a program writes. */
  readonly endings: readonly string[];
}

/** A path that answers to whoever brings the right words in its query: a shared link, a picture of an open page. */
export interface OpenLink {
  readonly path: string;
  /** Regular expressions by parameter; all of them must hold. */
  readonly query: Readonly<Record<string, string>>;
}

/** What is open below guarded paths by its shape, and not as a whole path. To read alone: no form is ever sent there. */
export interface Openings {
  readonly files?: OpenFiles;
  readonly links?: readonly OpenLink[];
}

/** @throws when something would open more than it says. */
export function takeOpenings({ files, links = [] }: Openings): void {
  for (const path of [...(files?.below ?? []), ...links.map((link) => link.path)]) urlPath(path);
  if (files?.below.includes('/')) throw new Error("openings: files below '/' open every folder; name the folders");
  const ending = files?.endings.find((text) => !/^[a-z0-9]+(\.php)?$/.test(text) || text === 'php');
  if (ending !== undefined)
    throw new Error(`openings: '${ending}' is no ending of a file to read; write 'css', or 'css.php'`);
  if (files?.below.length === 0 || files?.endings.length === 0)
    throw new Error('openings: files without a folder or an ending open nothing; leave them out');
  for (const { path, query } of links) {
    if (Object.keys(query).length === 0)
      throw new Error(`openings: link '${path}' asks for nothing in its query; put it into except`);
    for (const [name, pattern] of Object.entries(query)) {
      if (!/^[\w-]+$/.test(name)) throw new Error(`openings: '${name}' is no name of a parameter`);
      tokenPattern(pattern);
    }
  }
}

/** Rules of Traefik for them. @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/ */
export function matchOpenings({ files, links = [] }: Openings): readonly string[] {
  return [...(files ? [matchFiles(files)] : []), ...links.map(matchLink)].map((rule) => `${toRead} && ${rule}`);
}

const toRead = '(Method(`GET`) || Method(`HEAD`))';

/** Names of folders bear no dot: behind a program's name stands what the program may take for its own. */
function matchFiles({ below, endings }: OpenFiles): string {
  const folders = below.map((path) => `PathPrefix(\`${path}/\`)`).join(' || ');
  const kinds = endings.map((ending) => ending.replaceAll('.', '\\.')).join('|');
  return `(${folders}) && PathRegexp(\`^(/[A-Za-z0-9_-]+)+/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.(${kinds})$\`)`;
}

function matchLink({ path, query }: OpenLink): string {
  const words = Object.entries(query).map(([name, pattern]) => `QueryRegexp(\`${name}\`, \`${pattern}\`)`);
  return [`Path(\`${path}\`)`, ...words].join(' && ');
}
