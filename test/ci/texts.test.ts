import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kubernetesFiles } from '../../synth/model/files.ts';
import { textEndings } from '../../synth/texts.mjs';
import { town } from '../support/town.ts';

const root = join(import.meta.dirname, '../..');
const needed = [
  'bash',
  'cat',
  'cp',
  'dirname',
  'env',
  'find',
  'git',
  'head',
  'mkdir',
  'mktemp',
  'node',
  'rm',
  'sed',
  'sort',
];
const linters = ['shellcheck', 'php', 'ruby', 'luac', 'python3', 'apache2'];

describe('.ci/texts', () => {
  it('refuses a text that no linter reads', () => {
    const { status, stderr } = run(treeWith('notes.txt', 'script.sh'), toolsWith({}));
    expect(status).toBe(1);
    expect(stderr).toContain('.ci/texts: no linter reads constructs/services/shop/notes.txt:');
  });

  it('knows a linter for every ending that the program takes in', () => {
    const { stderr } = run(treeWith(...textEndings.map((ending) => `text${ending}`)), toolsWith({}));
    expect(stderr).not.toContain('no linter reads');
    expect(stderr).toContain('not found');
  });

  it('names the packages that it can neither find nor install', () => {
    const { status, stderr } = run(root, toolsWith({ php: 'exit 0' }));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\.ci\/texts: .*not found, and apt-get cannot install what is missing/m);
    for (const name of ['shellcheck', 'ruby', 'lua5.4', 'python3', 'apache2-bin']) expect(stderr).toContain(name);
    expect(stderr).not.toContain('php-cli');
  });

  it.each([
    ['sh', { shellcheck: 'exit 0' }],
    ['php', { php: 'exit 0' }],
    ['rb', { ruby: 'exit 0' }],
    ['lua', { luac: 'exit 0' }],
    ['py', { python3: 'exit 0' }],
    ['vhost', { apache2: 'exit 0' }],
  ] as const)('trusts no linter of .%s files that takes anything', (ending, lax) => {
    const strict = Object.fromEntries(linters.map((name) => [name, 'exit 1']));
    const { status, stderr } = run(root, toolsWith({ ...strict, ...lax }));
    expect([status, stderr]).toEqual([1, `.ci/texts: the linter of .${ending} files takes anything\n`]);
  });

  it('names each text that its linter refuses', () => {
    const { status, stderr } = run(root, toolsWith(Object.fromEntries(linters.map((name) => [name, 'exit 1']))));
    expect(status).toBe(1);
    const texts = readdirSync(join(root, 'constructs'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(sh|php|rb|lua|py|vhost)$/.test(path),
    );
    expect(texts).toContain('services/vault/feed.sh');
    for (const path of texts) expect(stderr).toContain(`constructs/${path}`);
    expect(stderr).toContain('.ci/run');
  });
});

describe('what dist/ holds of other languages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emitted-'));
  execFileSync('node', ['.ci/emitted-texts.mjs', written(), folder], { cwd: root });
  const texts = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

  it('is written out with its holes filled and its pieces put in', () => {
    const feed = texts.find(({ name }) => name.endsWith('job_run.sh') && name.includes('vault-feed'));
    expect(feed?.text).toContain('VAULT_TOKEN=$(vault write');
    expect(texts.filter(({ text }) => /@[a-z]+@/.test(text))).toEqual([]);
  });

  it('counts lines that are put together from parts', () => {
    const lines = texts.filter(({ name }) => name.endsWith('-line.sh'));
    const cinema = lines.find(({ text }) => text.includes('[ -s /secrets/cinema-bucket-drive.access ] && '));
    expect(cinema?.text).toMatch(/^#!\/bin\/sh\nsecond=0; until .* && exec "\$@"\n$/);
  });
});

/** The manifests of the fixture in a folder, as `dist/` holds the owner's. */
function written(): string {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  for (const [path, text] of kubernetesFiles(town().manifests.documents)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
  return dist;
}

/** A working tree of nothing but a service's texts and the scripts that judge them. */
function treeWith(...names: readonly string[]): string {
  const tree = mkdtempSync(join(tmpdir(), 'texts-'));
  const service = join(tree, 'constructs/services/shop');
  mkdirSync(service, { recursive: true });
  for (const name of names) writeFileSync(join(service, name), '');
  cpSync(join(root, '.ci'), join(tree, '.ci'), { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: tree });
  return tree;
}

/** A PATH on which nothing can be installed, with the named tools in the given words of the shell. */
function toolsWith(tools: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'tools-'));
  for (const name of needed) {
    const found = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    symlinkSync(found, join(path, name));
  }
  for (const [name, words] of Object.entries(tools))
    writeFileSync(join(path, name), `#!/bin/sh\n${words}\n`, { mode: 0o755 });
  return path;
}

const run = (tree: string, path: string) =>
  spawnSync('bash', ['.ci/texts'], { cwd: tree, encoding: 'utf8', env: { ...process.env, PATH: path } });
