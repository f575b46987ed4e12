// What the last run said of a folder that nobody has touched since. A run is a function of our program, the libraries, `sealed/` and
// the words of the command: where all of these are the same, and the folder and Git say what they said then, so does the run.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Cache } from './cache.mjs';

export class Memory {
  #facts;
  #key;
  #cache;
  #name;

  /** @param program the text of everything that runs: its sum is what is remembered by */
  constructor(root, program, libraries, words) {
    // npm keeps flags for itself and tells of them there, which the command refuses.
    const npm = Object.entries(process.env).filter(([name]) => /^npm_|^NODE_ENV$/.test(name));
    const around = JSON.stringify([process.version, process.cwd(), words, npm.sort()]);
    this.#facts = () => sum([around, libraries, program, ...sealed(root)]);
    this.#key = this.#facts();
    this.#cache = new Cache(root);
    this.#name = `synth-${this.#key}.json`;
  }

  /** What was said, as it would be said now; undefined where a run has to find out. Nothing that goes wrong here throws. */
  recall() {
    try {
      const { directory, index, said } = JSON.parse(this.#cache.read(this.#name));
      const { files } = JSON.parse(index);
      if (readFileSync(join(directory, 'index.json'), 'utf8') !== index) return undefined;
      if (!holdsExactly(directory, files) || differsFromGit(directory)) return undefined;
      const written = { new: [], changed: [], unchanged: Object.keys(files), removed: [], edited: [], foreign: [] };
      return { ...said, summary: { ...said.summary, written } };
    } catch {
      return undefined;
    }
  }

  /** Remembers what a run wrote that had nothing to say of Git. */
  keep(directory, said) {
    try {
      // What was sealed while it ran is not what it read.
      if (this.#facts() !== this.#key) return;
      const index = readFileSync(join(directory, 'index.json'), 'utf8');
      this.#cache.keep(this.#name, JSON.stringify({ directory, index, said }), 'synth-');
    } catch {
      // The next run finds out again.
    }
  }
}

export function sum(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\n`).update(part);
  return hash.digest('hex').slice(0, 24);
}

/** What is sealed, by path. */
export function sealed(root) {
  const folder = join(root, 'sealed');
  return entriesBelow(folder).flatMap((path) => [relative(root, path), readFileSync(path)]);
}

/** Every path below a folder that is no folder itself. */
function entriesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory());
  return entries.map(({ parentPath, path = parentPath, name }) => join(path, name)).sort();
}

/** The files of an index and the index, each as it says, and nothing else: no link, no draft, no stranger. */
function holdsExactly(directory, files) {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true }).filter((one) => !one.isDirectory());
  if (entries.length !== Object.keys(files).length + 1 || !entries.every((entry) => entry.isFile())) return false;
  return Object.entries(files).every(
    ([path, { sha256 }]) =>
      createHash('sha256')
        .update(readFileSync(join(directory, path)))
        .digest('hex') === sha256,
  );
}

/** Whether a run would have to look for what has to be done by hand. Where there is no Git, nothing differs from it. */
function differsFromGit(directory) {
  const paths = ['bootstrap', 'kubernetes', 'flux', 'argocd'];
  const words = ['-C', directory, 'diff', '--name-only', '--no-renames', '--relative', 'HEAD', '--', ...paths];
  try {
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) !== '';
  } catch {
    return false;
  }
}
