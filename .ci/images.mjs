// The images that dist/ runs, one a line, for the scanner: all of them, or those that a base has not. What a chart brings by itself stands
// in no file of ours: the operator in the cluster looks at that.
//   node .ci/images.mjs [--base COMMIT] [DIST]
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** Every image of a container in the documents of a text. */
export function imagesIn(text) {
  return parseAllDocuments(text).flatMap((document) => imagesBelow(document.toJS()));
}

function imagesBelow(value) {
  if (value === null || typeof value !== 'object') return [];
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => value[key] ?? []);
  const own = containers.map((container) => container?.image).filter((image) => typeof image === 'string');
  return [...own, ...Object.values(value).flatMap(imagesBelow)];
}

/** Sorted, each once; without what the base has. */
export function changed(now, before = []) {
  return [...new Set(now)].filter((image) => !before.includes(image)).sort();
}

const yaml = (file) => file.endsWith('.yaml');

function imagesOfTree(dist) {
  const files = readdirSync(dist, { recursive: true }).filter(yaml);
  return files.flatMap((file) => imagesIn(readFileSync(join(dist, file), 'utf8')));
}

function imagesOfCommit(base, dist) {
  const git = (...words) => execFileSync('git', words, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const files = git('ls-tree', '-r', '-z', '--name-only', base, '--', dist).split('\0').filter(yaml);
  return files.flatMap((file) => imagesIn(git('show', `${base}:${file}`)));
}

function main(words) {
  const at = words.indexOf('--base');
  const base = at < 0 ? undefined : words.splice(at, 2)[1];
  if (at >= 0 && !base) {
    console.error('images: --base wants a commit');
    return 2;
  }
  const [dist = 'dist'] = words;
  for (const image of changed(imagesOfTree(dist), base ? imagesOfCommit(base, dist) : [])) console.log(image);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
