import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../synth/command/command-line.ts';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** The file that it belongs into. */
  readonly path: string | undefined;
  readonly text: string;
}

const page = (path: string) => readFileSync(join(repository, path), 'utf8');

/** What a section of `docs/editing.md` tells its reader to write or to run. @throws when it has no such block. */
export function told(heading: string, path: string | undefined, language = 'ts'): string {
  const [, section = ''] = page('docs/editing.md').split(`\n## ${heading}\n`);
  const found = blocksOf(section.split('\n## ')[0] ?? '').find(
    (block) => block.path === path && block.language === language,
  );
  if (!found) throw new Error(`docs/editing.md: '${heading}' has no block for ${path ?? language}`);
  return found.text.trimEnd();
}

/** The construct file of CONTRIBUTING's example. */
export function exampleService(): string {
  return blocksOf(page('CONTRIBUTING.md').replaceAll(/^ {3}/gm, ''))[0]?.text ?? '';
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language = '', path, code = '']) => ({
    language,
    path,
    text: code,
  }));
}
