import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../model/files.ts';
import { isFields } from '../reading/json.ts';
import { indexFile, refuseOutside } from './paths.ts';

/** The sums that a file may have by its path: two where Git could not merge, for either side wrote it. */
export type Listed = ReadonlyMap<string, ReadonlySet<string>>;

/** Each file on lines of its own, so that two branches which change two files merge. */
export function indexText(sums: Readonly<Record<string, string>>): string {
  const paths = Object.keys(sums).sort();
  return toJson({ files: Object.fromEntries(paths.map((path) => [path, { sha256: sums[path] }])) });
}

/**
 * What earlier runs wrote, by `index.json`: also by one of an older version, which gave the sums bare, and by one that Git
 * left with both sides in it. Nothing where there is none.
 *
 * @throws when it is none
 */
export function readIndex(directory: string): Listed {
  const path = join(directory, indexFile);
  const text = readIfThere(path)?.toString('utf8');
  return text === undefined ? new Map() : listIn(text, path);
}

/** @param called what a message calls the file @throws when the text is no index */
export function listIn(text: string, called: string): Listed {
  const listed = new Map<string, Set<string>>();
  const conflicted = /^<{7}( |$)/m.test(text);
  for (const side of conflicted ? [sideOf(text, 'ours'), sideOf(text, 'theirs')] : [text]) {
    for (const [path, sum] of sumsIn(side, called, conflicted))
      listed.set(path, (listed.get(path) ?? new Set()).add(sum));
  }
  return listed;
}

function sumsIn(text: string, called: string, conflicted: boolean): readonly (readonly [string, string])[] {
  const files = filesIn(text);
  if (!files) throw new Error(`${called}: ${conflicted ? conflict : foreign} (git checkout -- ${called})`);
  return Object.entries(files).map(([path, entry]) => {
    refuseOutside(path);
    return [path, String(isFields(entry) ? entry['sha256'] : entry)];
  });
}

const foreign =
  'is not the index that synth wrote; delete it and then remove stale files by hand, or restore it from Git';
const conflict = 'holds a merge conflict of which one side is no index; restore it from Git';

function filesIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { files } = JSON.parse(text) ?? {};
    return isFields(files) ? files : undefined;
  } catch {
    return undefined;
  }
}

/** A text as one side of a merge has it; of what both began with (`|||||||`) nothing stays. */
function sideOf(text: string, wanted: 'ours' | 'theirs'): string {
  let side: string | undefined;
  const kept = text.split('\n').filter((line) => {
    const mark = /^(<{7}|\|{7}|={7}|>{7})( |$)/.exec(line)?.[1]?.[0];
    if (mark !== undefined) side = { '<': 'ours', '|': 'neither', '=': 'theirs' }[mark];
    return mark === undefined && (side === undefined || side === wanted);
  });
  return kept.join('\n');
}

export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
