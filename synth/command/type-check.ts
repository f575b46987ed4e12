import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `synth/types.mjs` hands over: what the compiler prints, or why it could not be asked. */
export interface TypeAnswer {
  readonly output?: string;
  readonly unable?: string;
  /** It was not asked: the tree is one that it has read before. */
  readonly remembered?: boolean;
}

/** Something that the compiler refuses. */
export interface TypeProblem {
  /** Path below the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The compiler's number for it, `TS2322`. */
  readonly code: string;
  /** Its lines: what is wrong, and why. */
  readonly says: readonly string[];
  /** The line of the program. */
  readonly text: string;
}

/** @throws when the compiler could not be asked, with the way on */
export function problemsIn({ output, unable }: TypeAnswer, root: string): readonly TypeProblem[] {
  if (output === undefined) {
    throw new Error(
      `the types could not be checked: ${unable}\nInstall what is missing (npm ci), or go on without: npm run synth -- --no-types`,
    );
  }
  const starts = output.split('\n').flatMap((text, at, all) => {
    const [, file = '', line, column, code = '', says = ''] =
      /^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/.exec(text) ?? [];
    if (code === '') return [];
    const rest = all.slice(at + 1);
    const end = rest.findIndex((next) => !next.startsWith(' '));
    return [{ file, line: Number(line ?? 0), column: Number(column ?? 0), code, says: [says, ...rest.slice(0, end)] }];
  });
  return starts.map((start) => ({ ...start, text: lineOf(root, start.file, start.line) }));
}

function lineOf(root: string, file: string, line: number): string {
  return file === '' ? '' : (readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '');
}

/** The text in quotes that a problem stands at, if any: `host: 'blog.uyoop.org'`. */
const valueAt = ({ text, column }: TypeProblem): string | undefined =>
  /^(?:[\w'-]+: )?['"`]([^'"`]{3,})['"`]/.exec(text.slice(column - 1))?.[1];

/** Whether words are about the very value that the compiler refuses: one cause is said once. */
export const isEcho = (words: string, problems: readonly TypeProblem[]): boolean =>
  problems.map(valueAt).some((value) => value !== undefined && words.includes(value));

/** A problem in the shape of a finding, for programs. */
export const asFinding = ({ file, line, column, code, says, text }: TypeProblem) => ({
  check: 'types' as const,
  where: file === '' ? 'tsconfig.synth.json' : `${file}:${line}:${column}`,
  what: says.join('\n'),
  got: text.trim(),
  cure: `correct the line (${code}); npm run types says the same, and of the tests too`,
});
