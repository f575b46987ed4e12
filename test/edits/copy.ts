import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll } from '../support/commit.ts';
import { scratchCopy } from '../synth/command/command-line.ts';

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** The repository in a folder of its own, with Git, for one edit. */
export class Copy {
  readonly root = scratchCopy();

  constructor() {
    this.git('init', '--quiet');
    this.commit('as it was');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Writes `line` in place of the line that begins with the same key. */
  set(path: string, line: string): void {
    const key = line.slice(0, line.indexOf(':'));
    this.replaceAll(path, new RegExp(`(?<=^ *)${key}: .*$`, 'gm'), () => line);
  }

  /** @throws when nothing matches: an edit that is not made would prove nothing. */
  replaceAll(path: string, pattern: RegExp, text: (found: string) => string): void {
    const before = this.read(path);
    if (before.search(pattern) < 0) throw new Error(`${path}: nothing matches ${pattern}`);
    this.write(
      path,
      before.replaceAll(pattern, (found) => text(found)),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Runs a command, as `npm run` finds it. */
  run(program: string, ...words: readonly string[]): Promise<Ended> {
    const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|NODE_ENV|TEST$|PROD$|DEV$)/.test(name));
    const env = {
      ...Object.fromEntries(own),
      NO_COLOR: '1',
      PATH: `${join(this.root, 'node_modules/.bin')}:${process.env.PATH}`,
    };
    const child = spawn(program, words, { cwd: this.root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    return new Promise((resolve) => {
      child.on('close', (status) => resolve({ status, output }));
    });
  }

  /** The project's own command line: `synth`, `secrets`. */
  program(...words: readonly string[]): Promise<Ended> {
    return this.run(process.execPath, 'synth/run.mjs', ...words);
  }

  commit(message: string): void {
    commitAll(this.root, message);
  }

  /** The sources that the last commit changed. */
  edited(): readonly string[] {
    const files = this.git('diff', '--name-only', 'HEAD~1').trim().split('\n');
    return files.filter((file) => file.endsWith('.ts'));
  }

  /** What Git would call changed. */
  changes(): string {
    return this.git('status', '--porcelain');
  }

  private git(...words: readonly string[]): string {
    return execFileSync('git', words, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
