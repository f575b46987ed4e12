import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { buildSync } from 'esbuild';
import { external, libraries, librariesKey, libraryName } from './libraries.mjs';
import { textLoaders } from './texts.mjs';

/** Runs the repository's own modules as bundles that are made in memory: there is no build step. */
export class Bundler {
  #root;
  #options;
  #libraries;
  /** What tells one state of the libraries from another. */
  librariesKey;

  constructor(root) {
    this.librariesKey = librariesKey(root);
    this.#root = root;
    this.#options = {
      absWorkingDir: root,
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
      loader: textLoaders,
    };
  }

  /** The text of a module with all that it imports of ours, and its source map where it is asked for. */
  text(entry, sourcemap = false) {
    const own = { outfile: 'main.cjs', entryPoints: [entry], packages: 'external', external };
    const { outputFiles } = buildSync({ ...this.#options, ...own, ...(sourcemap && { sourcemap: 'external' }) });
    const [text, map] = outputFiles.map((file) => file.text).reverse();
    return sourcemap ? { text, map } : { text };
  }

  /** What a bundle exports. @param name the file that its lines are told of */
  run(text, name) {
    const require = createRequire(import.meta.url);
    const library = (id) => {
      if (!/^node:/.test(id)) this.#libraries ??= libraries(this.#root, this.#options, require, this.librariesKey);
      return this.#libraries?.[libraryName(id)];
    };
    const module = { exports: {} };
    compileFunction(text, ['exports', 'require', 'module'], { filename: join(this.#root, name) })(
      module.exports,
      (id) => library(id) ?? require(id),
      module,
    );
    return module.exports;
  }
}
