import { type Bundle, type Frame, framesOf, isThrownIn } from './frames.ts';
import type { Paint } from './paint.ts';
import { isSlip } from './slip.ts';

export { painter } from './paint.ts';

/** Where an owner says what there is; the rest makes it. */
const owners = /^(?:platform|charts|constructs\/services)\//;

/**
 * What a person reads of an error that ended the run. A refusal is its letter, and the owner's lines that led to it; a slip
 * of the program is its stack, our own lines of it, and what to look at.
 */
export function failureLetter(thrown: unknown, ran: Bundle, paint: Paint): string {
  const { error, built } = unwrapped(thrown);
  if (!(error instanceof Error)) return `${error}\n`;
  const frames = framesOf(error, ran);
  const theirs = frames.filter(({ file }) => owners.test(file));
  if (!isSlip(error) && isThrownIn(error, ran)) return lines([error.message, ...places(theirs, built)]);
  const [first = frames[0]] = theirs;
  return lines([
    paint('bold', `${error.name}: ${error.message}`),
    ...(first ? ['', ...excerpt(first, paint)] : []),
    ...places(frames, built),
    ...(first ? ['', advice(first, theirs)] : []),
  ]);
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`;

/** What `synth/model/building.ts` put around an error. It comes from another bundle, so that its class is another one here. */
function unwrapped(thrown: unknown): { readonly error: unknown; readonly built?: string } {
  if (!(thrown instanceof Error) || thrown.name !== 'BuildError' || !('path' in thrown)) return { error: thrown };
  const model = 'model' in thrown && thrown.model ? ` (${thrown.model})` : '';
  return { error: thrown.cause, built: thrown.path ? `${thrown.path}${model}` : undefined };
}

function places(frames: readonly Frame[], built: string | undefined): string[] {
  const width = Math.max(...frames.map((frame) => placeOf(frame).length), 0);
  return [
    ...(frames.length > 0 || built ? [''] : []),
    ...(built ? [`  in ${built}`] : []),
    ...frames.map((frame) => `  at ${placeOf(frame).padEnd(width)}  ${frame.call}`.trimEnd()),
  ];
}

const placeOf = ({ file, line }: Frame): string => `${file}:${line}`;

function excerpt({ file, line, column, text }: Frame, paint: Paint): string[] {
  const number = `  ${line} | `;
  return [
    `  ${file}:${line}:${column}`,
    `${number}${text}`,
    paint('red', `${' '.repeat(number.length + column - 1)}^`),
  ];
}

/** What a line got wrong was often handed to it. */
function advice(first: Frame, theirs: readonly Frame[]): string {
  const above = theirs.find(({ file }) => file !== first.file);
  const also = above ? `, and at what ${placeOf(above)} hands to it` : '';
  return `This is a slip in the program: look at ${placeOf(first)}${also}.`;
}
