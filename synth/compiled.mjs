import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// V8 optimizes what ran for a while, which pays in a server. A run of ours is over before: all sizes took a quarter to a third less
// CPU when it waits three times as long, and no more time. Its code bears the sum of the flags, so that they come first.
setFlagsFromString('--interrupt-budget=405504');

const head = '(function (exports, require, module) {';

/**
 * A bundle, and V8's code for it. To read a bundle takes V8 longer than to run it: what it made of the functions that a run used
 * serves the next run of the same command.
 */
export class Compiled {
  #cache;
  #script;
  /** The name of the code; undefined where there is nothing to leave. */
  #code;
  #family;

  /**
   * @param name what the bundle is called in the cache, `KIND-SUM`: V8 compares nothing but the length of the text, so that the sum
   * has to tell one from another. Without a name it neither takes code nor leaves any
   * @param filename what its lines are told of
   * @param use the command, since each uses other functions
   */
  constructor(cache, { text, name, filename, use }) {
    this.#cache = cache;
    const code = name && `${name}.${aroundOf(filename, use)}.code`;
    const cachedData = code && cache.read(code);
    this.#script = new Script(`${head}${text}\n})`, { filename, columnOffset: -head.length, cachedData });
    if (cachedData && !this.#script.cachedDataRejected) return;
    this.#code = code;
    this.#family = name?.slice(0, name.lastIndexOf('-') + 1);
  }

  /** What the bundle exports. */
  run(require) {
    const module = { exports: {} };
    this.#script.runInThisContext()(module.exports, require, module);
    return module.exports;
  }

  /** Leaves the code of all functions that ran by now. */
  keepCode() {
    if (this.#code) this.#cache.keep(this.#code, this.#script.createCachedData(), this.#family);
  }
}

/** V8's code holds the name of its file: another checkout of the same text has code of its own. */
function aroundOf(filename, use) {
  const around = `${process.version} ${process.arch} ${use} ${filename}`;
  return createHash('sha256').update(around).digest('hex').slice(0, 12);
}
