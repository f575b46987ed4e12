import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Cache } from './cache.mjs';
import { Compiled } from './compiled.mjs';
import { external, libraries, librariesKey, libraryName } from './libraries.mjs';
import { textLoaders } from './texts.mjs';

const require = createRequire(import.meta.url);

/** Runs the repository's own modules as bundles that are made in memory: there is no build step. */
export class Bundler {
  #root;
  #cache;
  #use;
  #libraries;
  #running = [];
  /** What tells one state of the libraries from another. */
  librariesKey;

  /** @param use the command that runs */
  constructor(root, use) {
    this.librariesKey = librariesKey(root);
    this.#root = root;
    this.#cache = new Cache(root);
    this.#use = /^[a-z]+$/.test(use) ? use : 'other';
  }

  /**
   * A module with all that it imports of ours, bundled now or by an earlier run that read the same.
   *
   * @returns its text, and its name in the cache, which holds the sum of all that was read; none where that may have been saved
   * meanwhile
   */
  bundle(entry) {
    const family = `${entry.replaceAll('/', '_')}-`;
    const list = `inputs-${family}`;
    const known = this.#cache.read(list);
    const nameOf = (inputs) => `${family}${sumOf(this.#root, [...inputs, ...settings])}.cjs`;
    const kept = known && attempt(() => nameOf(JSON.parse(known)));
    const text = kept && this.#cache.read(kept);
    if (text) return { text: text.toString(), name: kept };
    const start = Date.now();
    const { outputFiles, metafile } = this.#build(entry, { metafile: true });
    const inputs = Object.keys(metafile.inputs);
    const { text: made } = outputFiles[0];
    if (!this.#areOlder(start, [...inputs, ...settings])) return { text: made };
    const name = nameOf(inputs);
    this.#cache.keep(name, made, family);
    this.#cache.keep(list, JSON.stringify(inputs), list);
    return { text: made, name };
  }

  /** What was saved while it was bundled may not be what was bundled. Disks tell the time by ticks. */
  #areOlder(start, files) {
    return files.every((file) => statSync(join(this.#root, file)).ctimeMs < start - 50);
  }

  /** The same with its source map, always bundled now. */
  mapped(entry) {
    const [map, text] = this.#build(entry, { sourcemap: 'external' }).outputFiles.map((file) => file.text);
    return { text, map };
  }

  /** What a bundle exports. @param filename the file below the root that its lines are told of */
  run({ text, name }, filename) {
    const compiled = new Compiled(this.#cache, { text, name, filename: join(this.#root, filename), use: this.#use });
    this.#running.push(compiled);
    return compiled.run((id) => this.#library(id) ?? require(id));
  }

  /** Leaves V8's code of what ran for the next run of the same command. */
  keepCode() {
    for (const compiled of this.#running) compiled.keepCode();
  }

  #library(id) {
    if (/^node:/.test(id)) return undefined;
    if (!this.#libraries) {
      const compiled = libraries(this.#cache, { root: this.#root, key: this.librariesKey, build, use: this.#use });
      this.#running.push(compiled);
      this.#libraries = compiled.run(require);
    }
    return this.#libraries[libraryName(id)];
  }

  #build(entry, options) {
    const own = { outfile: 'main.cjs', entryPoints: [entry], packages: 'external', external };
    return build(this.#root, { ...own, ...options });
  }
}

/** What esbuild reads beside the modules themselves. The lockfile tells its version. */
const settings = ['tsconfig.json', 'package.json', 'package-lock.json', 'synth/bundle.mjs', 'synth/texts.mjs'];

/**
 * esbuild itself is loaded when something has to be bundled, which is not so in most runs. It would start a thread that waits for
 * further bundles as long as we run.
 */
function build(root, options) {
  process.env.ESBUILD_WORKER_THREADS = '0';
  return require('esbuild').buildSync({
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    loader: textLoaders,
    ...options,
  });
}

/** @throws when a file is gone */
function sumOf(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 24);
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
