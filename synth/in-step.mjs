// Which dist/ our sources are known to make. `npm run diff` warns of one that is out of step with them, and composes the whole model
// only where nobody knows yet: a tree is a function of our program, the libraries and `sealed/`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, sealed, sum } from './memory.mjs';

/** Trees that are remembered. */
const most = 8;

export class InStep {
  #facts;
  #key;
  #folder;
  #file;

  /** @param program the text of everything that runs */
  constructor(root, program, libraries) {
    this.#facts = () => sum([process.version, libraries, program, ...sealed(root)]);
    this.#key = this.#facts();
    this.#folder = join(root, 'node_modules', '.cache', 'uyoop');
    this.#file = join(this.#folder, 'in-step.json');
  }

  /** Whether these sources make the tree that an index lists. @param index its text */
  knows(index) {
    return this.#known().includes(this.#name(index));
  }

  /** Remembers a tree that these sources have made. Nothing that goes wrong here throws: the next run finds out again. */
  learn(index) {
    try {
      // What was sealed meanwhile is not what made it.
      if (this.#facts() !== this.#key || this.knows(index)) return;
      replaceFile(this.#folder, this.#file, JSON.stringify([this.#name(index), ...this.#known()].slice(0, most)));
    } catch {
      // A read-only installation.
    }
  }

  #name(index) {
    return sum([this.#key, index]);
  }

  #known() {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch {
      return [];
    }
  }
}
