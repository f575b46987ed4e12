import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { SecretClaim } from '../../constructs/secret/secret.ts';
import { textLoaders } from '../../synth/texts.mjs';
import { limitedTo } from '../support/no-room.ts';

const program = join(mkdtempSync(join(tmpdir(), 'uyoop-child-')), 'child.cjs');
let built = false;

function build(): void {
  if (built) return;
  buildSync({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    loader: textLoaders,
    external: ['age-encryption'],
  });
  built = true;
}

/** Claims as another process can be told them. */
function asJson(claims: readonly SecretClaim[]): string {
  return JSON.stringify(
    claims.map(({ namespace, name, homes, keys }) => {
      const plain = Object.entries(keys).map(([key, recipe]) => {
        if (recipe.from !== 'digest') return [key, recipe];
        const { secret, key: of } = recipe.of;
        return [key, { ...recipe, of: { secret: { namespace: secret.namespace, name: secret.name }, key: of } }];
      });
      return { namespace, name, homes, keys: Object.fromEntries(plain) };
    }),
  );
}

export interface Ended {
  /** Undefined when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

export interface Spawned {
  readonly root: string;
  readonly claims: readonly SecretClaim[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** It is killed before its nth change of the disk. */
  readonly killAt?: number;
  /** It is killed after so many milliseconds. */
  readonly killAfter?: number;
  /** No file may grow beyond so many blocks: writing fails as on a disk with no room left. */
  readonly blocks?: number;
  /** Sees the process while it runs. */
  watch?(child: ChildProcess): void;
}

/** The words that start the command in a process of its own. */
export function commandLine({ root, claims, args, killAt, blocks }: Spawned): string[] {
  build();
  const preload = killAt === undefined ? [] : ['--require', join(import.meta.dirname, '../support/kill-at.cjs')];
  return [...limitedTo(blocks), process.execPath, ...preload, program, root, asJson(claims), ...args];
}

/** Runs the command in a process of its own, to its end. */
export function spawned(run: Spawned): Promise<Ended> {
  const [program = '', ...words] = commandLine(run);
  const env = { ...process.env, ...run.env, ...(run.killAt !== undefined && { KILL_AT: String(run.killAt) }) };
  const child = spawn(program, words, { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.input ?? '');
  run.watch?.(child);
  const timer = run.killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), run.killAfter);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? undefined, output });
    });
  });
}

/** Runs tasks a few at a time, for a machine with few cores. */
export async function fewAtOnce<T>(tasks: readonly (() => Promise<T>)[], width = 3): Promise<T[]> {
  const results: T[] = [];
  const waiting = [...tasks.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
