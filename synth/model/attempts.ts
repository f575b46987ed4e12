import type { IConstruct } from 'constructs';
import { ValueError } from '../../platform/values/value-kind.ts';
import { BuildError, building } from './building.ts';
import type { Letter } from './finding.ts';

/** Something that refused to be built, and what it threw. */
export interface Refusal extends Letter {
  readonly error: BuildError;
}

/** Builds one thing after the other: what throws is written down, and the next one is built. */
export class Attempts {
  readonly refused: Refusal[] = [];

  /** What was built, or nothing. @param where the place that is told when what throws knows none */
  collect<T>(where: string, build: () => T): readonly T[] {
    try {
      return [build()];
    } catch (error) {
      this.refuse(where, error);
      return [];
    }
  }

  /** What was built of several things. @param room what stands before each one's name when it is told where */
  collectEach<T>(room: string, builders: ReadonlyMap<string, () => T>): readonly T[] {
    return [...builders].flatMap(([name, build]) => this.collect(`${room}/${name}`, build));
  }

  /**
   * Builds into a tree. A service that was being built when something threw is taken out again: half of it would be judged as
   * if it were all.
   */
  grow(root: IConstruct, build: () => void): void {
    try {
      building(root, build);
    } catch (error) {
      this.refuse('', error);
      const [chart = '', service = ''] = error instanceof BuildError ? error.path.split('/') : [];
      root.node.tryFindChild(chart)?.node.tryRemoveChild(service);
    }
  }

  refuse(where: string, error: unknown): void {
    const thrown = error instanceof BuildError ? error : new BuildError(where, undefined, error);
    this.refused.push({ ...letterOf(thrown), error: thrown });
  }
}

/** @throws what was refused, for whoever needs the whole: the very error, where it is one alone */
export function throwRefused(refused: readonly Refusal[]): void {
  const [only, ...more] = refused;
  if (only && more.length === 0) throw only.error;
  if (only) throw new Error(refused.map(said).join('\n'));
}

const said = ({ where, error: { message } }: Refusal): string =>
  message.startsWith(`${where}: `) ? message : `${where}: ${message}`;

/** Our own refusals are plain errors, and begin with the path of the construct, where they know it. */
function letterOf({ path, cause }: BuildError): Letter {
  if (cause instanceof ValueError) return valueLetter(path || 'main.ts', cause);
  const said = String(cause);
  const [, refusal] = /^Error: (.*)$/s.exec(said) ?? [];
  const where = path || 'main.ts';
  if (refusal === undefined)
    return { where, what: 'a slip in the program', got: said, cure: `correct the line that threw it in ${where}` };
  const [place, words] = placed(where, refusal);
  return { where: place, what: 'it refuses what it is given', got: words, cure: 'correct what is named here' };
}

/** A value that is not of its kind says by itself what was got and what to write. */
function valueLetter(path: string, { got, kind, meant, place }: ValueError): Letter {
  const [where, prop] = placed(path, place ?? '');
  const cure = meant === undefined ? `write ${kind.rule}` : `write ${meant}: it is ${kind.rule}`;
  return { where, what: `${prop || 'something'} is no ${kind.what} (${kind.reader} reads it)`, got, cure };
}

/** The construct that a text begins with, and the rest. */
function placed(where: string, text: string): readonly [where: string, rest: string] {
  const [, place = where, rest = text] = /^([\w-]+(?:\/[\w.-]+)+)(?:: (.*))?$/s.exec(text) ?? [];
  return [place, rest];
}
