import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diffCommand, type Sources } from '../../diff/command/diff-command.ts';
import type { Files } from '../../synth/model/files.ts';
import { commitAll } from '../support/commit.ts';
import { fixture } from '../support/platform.ts';
import { claim, tree } from './pieces.ts';

/** What a run of the command said, and its exit code. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A Git repository of its own, with a `dist/` that changes. */
export class Repository {
  constructor(readonly root = mkdtempSync(join(tmpdir(), 'uyoop-diff-'))) {
    this.git('init', '--quiet', '--initial-branch', 'main');
    this.write('platform/ends.json', '{"pins":{}}');
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  /** Puts a tree in the place of `dist/`, with the index that synth would write. */
  synth(files: Files): void {
    rmSync(join(this.root, 'dist'), { recursive: true, force: true });
    for (const [path, text] of files) this.write(`dist/${path}`, text);
    const hashes = [...files].map(([path, text]) => [
      path,
      { sha256: createHash('sha256').update(text).digest('hex') },
    ]);
    this.write('dist/index.json', JSON.stringify({ files: Object.fromEntries(hashes) }));
  }

  commit(): void {
    commitAll(this.root, 'a commit');
  }

  git(...words: readonly string[]): string {
    return execFileSync('git', words, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Runs the command on 26 November 2026. @param sources what they would write */
  diff(args: readonly string[] = [], sources: Sources = { compose: () => new Map() }): Said {
    let [out, err] = ['', ''];
    const code = diffCommand(this.root, args, fixture, sources, {
      env: {},
      now: new Date('2026-11-26T12:00:00Z'),
      paint: (_, text) => text,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  }
}

/** The claim of the pieces, with half of its volume. */
export const small = claim({ resources: { requests: { storage: '5Gi' } } });

/** A branch whose claim has shrunk, against main. */
export function shrunken(): Repository {
  const repository = new Repository();
  repository.synth(tree(claim()));
  repository.commit();
  repository.git('switch', '--quiet', '--create', 'branch');
  repository.synth(tree(small));
  return repository;
}
