import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

/**
 * A program that reads what synth wrote: it answers a line of JSON with a line of JSON. What was asked before is not asked
 * again.
 */
export class Reader<Question, Answer> {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly known = new Map<string, Promise<Answer>>();
  private readonly waiting: { readonly answer: (text: string) => void; readonly fail: (error: Error) => void }[] = [];
  private complaint = '';

  constructor(
    readonly name: string,
    program: string,
    args: readonly string[] = [],
  ) {
    this.child = spawn(program, [...args]);
    this.child.stderr.on('data', (text) => {
      this.complaint = `${this.complaint}${text}`.slice(-2000);
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()?.answer(line));
    this.child.on('close', () => {
      for (const { fail } of this.waiting.splice(0)) fail(new Error(`reader ${name} ended: ${this.complaint}`));
    });
    this.child.stdin.on('error', () => undefined);
  }

  /** How many different questions were asked. */
  get asked(): number {
    return this.known.size;
  }

  /** @param key what the question is about, where that is shorter than the question itself. */
  ask(key: string, question: () => Question): Promise<Answer> {
    const hash = createHash('sha256').update(key).digest('base64');
    const known = this.known.get(hash);
    if (known) return known;
    const answer = new Promise<Answer>((resolve, fail) => {
      this.waiting.push({ answer: (text) => resolve(JSON.parse(text)), fail });
      this.child.stdin.write(`${JSON.stringify(question())}\n`);
    });
    this.known.set(hash, answer);
    return answer;
  }

  end(): void {
    this.child.stdin.end();
    this.child.kill();
  }
}
