import { StringDecoder } from 'node:string_decoder';

/** Where values come from that a person types or pipes in. Nothing of them is ever shown. */
export interface Input {
  /** A person sits there and can be asked. */
  readonly isTerminal: boolean;
  /** Asks for one line, showing nothing of it. @throws when the person gives up with Ctrl-C, or pastes several lines. */
  ask(question: string): Promise<string>;
  /** All that is piped in. @throws at a terminal, which would show what is typed, and when it is no UTF-8 text. */
  readAll(): Promise<string>;
}

/** The standard input of this process. */
export const standardInput = (): Input => ({
  isTerminal: process.stdin.isTTY === true,
  ask: askHidden,
  async readAll() {
    if (process.stdin.isTTY) {
      throw new Error('standard input is a terminal, which would show what you type: pipe it in');
    }
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return textOf(Buffer.concat(chunks), 'standard input');
  },
});

/** @throws when bytes are no text in UTF-8: a Secret's value could hold them, but not what is sealed here. */
export function textOf(bytes: Buffer, name: string): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new Error(`${name}: is no UTF-8 text: encode it (base64, say) and let the service decode it`);
}

/** The terminal's own echo is off from before the question is shown until the line is read. */
async function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stdin.setRawMode(true);
  stderr.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      const decoder = new StringDecoder('utf8');
      let line = '';
      const take = (chunk: Buffer) => {
        const [next, end] = typed(line, decoder.write(chunk));
        line = next;
        if (end === undefined) return;
        stdin.off('data', take);
        if (end instanceof Error) reject(end);
        else resolve(line);
      };
      stdin.on('data', take);
      stdin.resume();
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

/** What a line becomes by what is typed; the second part says whether it is over. */
function typed(before: string, keys: string): readonly [line: string, end: 'done' | Error | undefined] {
  let line = before;
  for (const [index, key] of [...keys].entries()) {
    if (key === '\u0003' || key === '\u0004') return ['', new Error('given up; nothing was written')];
    if (key === '\r' || key === '\n') {
      const rest = [...keys].slice(index + 1).join('');
      if (rest.replace(/^\n/, '') === '') return [line, 'done'];
      return [
        '',
        new Error('several lines came at once, and none of them was taken: give such a value with --from-file'),
      ];
    }
    if (key === '\u007f' || key === '\b') line = [...line].slice(0, -1).join('');
    else if (key === '\u0015') line = '';
    else line += key;
  }
  return [line, undefined];
}
