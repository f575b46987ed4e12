import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Bundler } from '../../../synth/bundle.mjs';
import { repository as repositoryRoot, temporary } from './command-line.ts';

const files = {
  'package.json': '{"dependencies":{}}',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'synth/bundle.mjs': '',
  'synth/texts.mjs': '',
  'imports/none.md': '',
  'main.ts':
    "import { word } from './words/word.ts';\nimport script from './words/word.sh';\nexport const said = () => word + script;\n",
  'words/word.ts': "export const word = 'one, ';\n",
  'words/word.sh': 'echo one\n',
};

/** A repository of two modules and a text, saved a while ago. */
async function repository() {
  const root = temporary();
  for (const folder of ['synth', 'imports', 'words']) mkdirSync(join(root, folder));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  await settled();
  return root;
}

/** What is saved at this moment is not remembered. */
const settled = () => setTimeout(80);

const cache = (root: string) => join(root, 'node_modules/.cache/uyoop');
const kept = (root: string, ending: string) => readdirSync(cache(root)).filter((name) => name.endsWith(ending));

/** As each run does. */
function says(root: string, use = 'synth') {
  const bundler = new Bundler(root, use);
  const bundle = bundler.bundle('main.ts');
  const { said } = bundler.run(bundle, 'main.ts') as { said: () => string };
  const words = said();
  bundler.keepCode();
  return { words, name: bundle.name };
}

describe('the bundle of an earlier run', () => {
  it('serves while nothing has changed, with the code of each command', async () => {
    const root = await repository();
    const first = says(root);
    writeFileSync(join(cache(root), first.name ?? ''), "exports.said = () => 'the kept one'");
    expect(says(root)).toEqual({ words: 'the kept one', name: first.name });
    says(root, 'diff');
    expect(kept(root, '.code')).toHaveLength(2);
  });

  it.each([
    ['a module', 'words/word.ts', 'one, ', 'two, ', 'two, echo one\n'],
    ['a text in another language', 'words/word.sh', 'one', 'two', 'one, echo two\n'],
    ['the first module', 'main.ts', 'word + script', 'script + word', 'echo one\none, '],
    ['how modules are read', 'tsconfig.json', '{}', '{ }', 'one, echo one\n'],
    ['the lockfile', 'package-lock.json', '{}', '[]', 'one, echo one\n'],
  ])(
    'does not serve when %s is another one of the same length, and does again when that is undone',
    async (...edit) => {
      const [, path, from, to, words] = edit;
      const root = await repository();
      const first = says(root);
      const before = readFileSync(join(root, path), 'utf8');
      writeFileSync(join(root, path), before.replace(from, to));
      await settled();
      const second = says(root);
      expect(second.words).toBe(words);
      expect(second.name).not.toBe(first.name);
      writeFileSync(join(root, path), before);
      expect(says(root)).toEqual(first);
    },
  );

  it('does not serve when a module is gone', async () => {
    const root = await repository();
    says(root);
    rmSync(join(root, 'words/word.ts'));
    expect(() => says(root)).toThrow(/Could not resolve/);
  });

  it('is not kept when a module was saved while it was made', async () => {
    const root = await repository();
    const path = join(root, 'words/word.ts');
    // An editor's save: another file takes its place, whatever time it claims.
    writeFileSync(`${path}.new`, files['words/word.ts']);
    utimesSync(`${path}.new`, 0, 0);
    renameSync(`${path}.new`, path);
    expect(says(root).name).toBeUndefined();
    expect(readdirSync(root)).not.toContain('node_modules');
  });

  it('leaves nothing half of what the disk does not take', async () => {
    const root = await repository();
    mkdirSync(join(cache(root), 'inputs-main.ts-'), { recursive: true });
    expect(says(root).words).toBe('one, echo one\n');
    expect(readdirSync(cache(root)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('runs from its text where the code is of another V8, and tells the lines of its own checkout', async () => {
    const [one, two] = [await repository(), await repository()];
    const main = "export const said = () => new Error('here').stack;\n";
    for (const root of [one, two]) writeFileSync(join(root, 'main.ts'), main);
    await settled();
    expect(placeSaid(one)).toContain(`${one}/main.ts`);
    const [code = ''] = kept(one, '.code');
    writeFileSync(join(cache(one), code), 'not code');
    symlinkSync(join(one, 'node_modules'), join(two, 'node_modules'));
    expect(placeSaid(two)).toContain(`${two}/main.ts`);
    expect(placeSaid(one)).toContain(`${one}/main.ts`);
    expect(readFileSync(join(cache(one), code), 'utf8')).not.toBe('not code');
  });
});

/** In a process of its own: V8 does not look at the code of what it has compiled already. */
function placeSaid(root: string): string {
  const program = `
    import { Bundler } from '${repositoryRoot}/synth/bundle.mjs';
    const bundler = new Bundler('${root}', 'synth');
    console.log(bundler.run(bundler.bundle('main.ts'), 'main.ts').said());
    bundler.keepCode();`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
}
