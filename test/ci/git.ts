import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository, temporary } from '../synth/command/command-line.ts';

/** A repository of a test's own, with scripts of `.ci` in it, and a bare one that it pushes to. */
export class Repository {
  readonly root = join(temporary(), 'work');
  readonly origin = `${this.root}.git`;

  constructor(files: Readonly<Record<string, string>>, scripts: readonly string[]) {
    execFileSync('git', ['init', '--quiet', '--bare', this.origin]);
    mkdirSync(this.root);
    this.git('init', '--quiet', '--initial-branch', 'main');
    for (const [name, value] of [
      ['user.name', 'test'],
      ['user.email', 'test@example.invalid'],
    ] as const)
      this.git('config', name, value);
    for (const script of scripts) this.copy(`.ci/${script}`);
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.commit('the beginning');
    this.git('push', '--quiet', this.origin, 'main');
  }

  git(...words: string[]): string {
    return execFileSync('git', ['-C', this.root, ...words], { encoding: 'utf8', stdio: 'pipe' });
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--no-verify', '--message', message);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Runs a line as a job of the pipeline does: with what the job has in its environment, and nothing else. */
  run(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [program = '', ...rest] = words;
    const { status, stdout, stderr } = spawnSync(program, rest, {
      cwd: this.root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: join(this.root, '..'), ...env },
    });
    return { status, stdout, stderr };
  }

  private copy(path: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    cpSync(join(repository, path), join(this.root, path));
  }
}

/** A `package.json` whose commands are lines of the shell. */
export const commands = (scripts: Readonly<Record<string, string>>) => `${JSON.stringify({ scripts }, null, 2)}\n`;
