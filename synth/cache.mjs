// What one run leaves for the next, below node_modules. Nothing in it is needed: what is gone is made again, and what cannot be
// written, in a read-only installation, is no error.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Cache {
  #folder;

  constructor(root) {
    this.#folder = join(root, 'node_modules', '.cache', 'uyoop');
  }

  /** The content of what is kept under a name, or undefined. */
  read(name) {
    try {
      return readFileSync(join(this.#folder, name));
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps a content under a name, whole or not at all.
   *
   * @param family how the names of its kind begin: the last ones of them stay, for the states that somebody comes back to
   */
  keep(name, content, family, most = 12) {
    const temporary = join(this.#folder, `.${name}.${process.pid}`);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(temporary, content);
      renameSync(temporary, join(this.#folder, name));
      const paths = readdirSync(this.#folder).filter((one) => one.startsWith(family));
      const byAge = paths
        .map((one) => join(this.#folder, one))
        .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
      for (const old of byAge.slice(most)) rmSync(old, { force: true });
    } catch {
      // The next run makes it again; a full disk has better use than for half of it.
      discard(temporary);
    }
  }
}

function discard(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // A read-only installation.
  }
}
