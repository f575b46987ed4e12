import { SourceMap } from 'node:module';

/** One line of our own that was running. */
export interface Frame {
  /** What ran: `new Ghost`, or empty at the top of a file. esbuild puts a `_` before a class that names itself. */
  readonly call: string;
  /** Path below the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

/** The bundle that ran, and where each of its places comes from. */
export interface Bundle {
  /** The file name that its frames bear. */
  readonly name: string;
  /** Its source map, as JSON. */
  readonly map: string;
}

const frame = /^ +at (?:(.+) \()?(.+?):(\d+):(\d+)\)?$/;

/** Call whatever is built. What called them in turn is the same for every construct. */
const builders = ['synth/model/building.ts', 'synth/model/attempts.ts'];

/** The lines of ours in an error's stack, the innermost first: not the libraries', nor Node's, nor how the building began. */
export function framesOf(error: Error, bundle: Bundle): readonly Frame[] {
  const frames = mapped(error, bundle);
  const end = frames.findIndex(({ file }) => builders.includes(file));
  return end < 0 ? frames : frames.slice(0, end - 1);
}

function mapped(error: Error, { name, map }: Bundle): readonly Frame[] {
  const source = new SourceMap(JSON.parse(map));
  const { sources, sourcesContent = [] } = source.payload;
  return stackOf(error).flatMap((one) => {
    const [, call = '', file, line, column] = frame.exec(one) ?? [];
    if (file !== name) return [];
    const entry = source.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return [];
    const { originalSource, originalLine, originalColumn } = entry;
    const text = sourcesContent[sources.indexOf(originalSource)]?.split('\n')[originalLine] ?? '';
    const ran = call.replace(/\b_(?=[A-Z])/, '');
    return [{ call: ran, file: originalSource, line: originalLine + 1, column: originalColumn + 1, text }];
  });
}

/** Whether an error was thrown by a line of ours, not by a library that a line of ours called. */
export const isThrownIn = (error: Error, { name }: Bundle): boolean =>
  frame.exec(stackOf(error)[0] ?? '')?.[2] === name;

/** The message stands before them, and may itself look like anything. */
function stackOf({ stack = '', message }: Error): string[] {
  const lines = stack.slice(Math.max(stack.indexOf(message), 0) + message.length).split('\n');
  return lines.filter((text) => frame.test(text));
}
