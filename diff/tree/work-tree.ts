import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../synth/model/files.ts';
import { fieldsOf, isFields } from '../../synth/reading/json.ts';
import { textOfFile } from './bytes.ts';
import { UnreadableTree } from './entity.ts';

/** What synth lists itself by. */
export const indexFile = 'index.json';

/** `dist/` as it lies on the disk. @throws UnreadableTree when it is not whole, or not what synth wrote */
export function workTree(folder: string): Files {
  const files = filesBelow(folder);
  const problems = problemsIn(files);
  if (problems[0]) throw problems[0];
  return files;
}

function filesBelow(folder: string): Files {
  if (!existsSync(folder)) throw new UnreadableTree('dist/', 'is not there');
  if (!statSync(folder).isDirectory()) throw new UnreadableTree('dist/', 'is no folder');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const pathOf = (entry: (typeof entries)[number]) => join(entry.parentPath, entry.name).slice(folder.length + 1);
  const odd = entries.find((entry) => !entry.isFile());
  if (odd) throw new UnreadableTree(`dist/${pathOf(odd)}`, 'is a link, or something else that is no file');
  const paths = entries.map(pathOf);
  // The lock of a run, and what one that was killed has left.
  const own = paths.filter((path) => !path.startsWith('.') && !path.endsWith('.new')).sort();
  return new Map(own.map((path) => [path, textOfFile(path, readFileSync(join(folder, path)))]));
}

/** What does not agree with the index: files that are missing, cut off, or written by another hand. */
export function problemsIn(files: Files): readonly UnreadableTree[] {
  const index = files.get(indexFile);
  if (index === undefined)
    return [new UnreadableTree(`dist/${indexFile}`, 'is not there, so that nobody knows what belongs to dist/')];
  const listed = listIn(index);
  if (!listed) return [new UnreadableTree(`dist/${indexFile}`, 'is not the list that synth wrote')];
  const missing = [...listed.keys()].filter((path) => !files.has(path));
  const strange = [...files.keys()].filter((path) => path !== indexFile && !listed.has(path));
  const other = [...listed].filter(([path, hash]) => files.has(path) && hashOf(files.get(path) ?? '') !== hash);
  return [
    ...missing.map((path) => new UnreadableTree(`dist/${path}`, 'is not there, and index.json lists it')),
    ...other.map(([path]) => new UnreadableTree(`dist/${path}`, 'is not what synth wrote: it was cut off, or edited')),
    ...strange.map(
      (path) => new UnreadableTree(`dist/${path}`, 'was not written by synth: index.json does not list it'),
    ),
  ];
}

function listIn(index: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const { files } = fieldsOf(JSON.parse(index));
    if (!isFields(files)) return undefined;
    return new Map(Object.entries(files).map(([path, entry]) => [path, fieldsOf(entry)['sha256']]));
  } catch {
    return undefined;
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
