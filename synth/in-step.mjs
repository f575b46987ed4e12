// Which dist/ our sources are known to make. `npm run diff` warns of one that is out of step with them, and composes the whole model
// only where nobody knows yet: a tree is a function of our program, the libraries and `sealed/`.
import { Cache } from './cache.mjs';
import { sealed, sum } from './memory.mjs';

const file = 'in-step.json';
/** Trees that are remembered. */
const most = 8;

export class InStep {
  #facts;
  #key;
  #cache;

  /** @param program the text of everything that runs */
  constructor(root, program, libraries) {
    this.#facts = () => sum([process.version, libraries, program, ...sealed(root)]);
    this.#key = this.#facts();
    this.#cache = new Cache(root);
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
      this.#cache.keep(file, JSON.stringify([this.#name(index), ...this.#known()].slice(0, most)), file);
    } catch {
      // Sealed values that cannot be read.
    }
  }

  #name(index) {
    return sum([this.#key, index]);
  }

  #known() {
    try {
      return JSON.parse(this.#cache.read(file));
    } catch {
      return [];
    }
  }
}
