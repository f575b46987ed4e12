import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/**
 * Colours on a terminal alone, a runner's too: Node by itself takes them away wherever `CI` is set.
 * @see https://no-color.org
 */
export function painter(stream: NodeJS.WriteStream): Paint {
  const { NO_COLOR, TERM } = process.env;
  const colours = stream.isTTY && !NO_COLOR && TERM !== 'dumb';
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}

/** Shows what is being done while it takes long: one line, on a terminal alone, that goes when there is something to say. */
export interface Progress {
  says(text: string): void;
  done(): void;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  const write = (text: string) => (stream.isTTY ? stream.write(text) : false);
  return { says: (text) => write(`\r\u001b[K${text} …`), done: () => write('\r\u001b[K') };
}
