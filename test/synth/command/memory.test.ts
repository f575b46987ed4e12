import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Memory } from '../../../synth/memory.mjs';
import { write } from '../../../synth/writing/writer.ts';
import { run, temporary, tree } from './command-line.ts';

const files = new Map([
  ['kubernetes/services/plot/shop.yaml', 'kind: Service\n'],
  ['report/systems.md', '# Systems\n'],
]);
const nothing = {
  new: [],
  changed: [],
  unchanged: [...files.keys()].sort(),
  removed: [],
  edited: [],
  foreign: [],
};

/** A repository with a sealed value and a folder that a run has just written and remembered. */
function scene() {
  const root = temporary();
  const out = join(root, 'dist');
  mkdirSync(join(root, 'sealed/plot'), { recursive: true });
  writeFileSync(join(root, 'sealed/plot/shop.yaml'), 'sealed\n');
  const said = { summary: { written: write(out, files), exceptions: 43 }, json: true };
  const memory = (program = 'program', libraries = 'libraries', words = ['synth']) =>
    new Memory(root, program, libraries, words);
  memory().keep(out, said);
  return { root, out, memory };
}

/** One fact changed, and back again. */
const edits: Readonly<Record<string, (root: string) => () => void>> = {
  'a byte of a sealed value': edited('sealed/plot/shop.yaml'),
  'a further sealed value': added('sealed/plot/new.yaml'),
  'a byte of a written file': edited('dist/kubernetes/services/plot/shop.yaml'),
  'a byte of a report': edited('dist/report/systems.md'),
  'a byte of the index': edited('dist/index.json'),
  'a file that is gone': moved('dist/report/systems.md'),
  'an index that is gone': moved('dist/index.json'),
  'a file by hand': added('dist/kubernetes/services/plot/mine.yaml'),
  'a draft of a killed run': added('dist/.journal.json'),
  'a run that writes': added('dist/.lock'),
  'a folder that is a link': (root) => {
    const [folder, away] = [join(root, 'dist/report'), join(root, 'away')];
    renameSync(folder, away);
    symlinkSync(away, folder);
    return () => {
      rmSync(folder);
      renameSync(away, folder);
    };
  },
  'a flag that npm kept': () => {
    process.env['npm_config_phase'] = '2';
    return () => delete process.env['npm_config_phase'];
  },
};

function edited(path: string) {
  return (root: string) => {
    const before = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, path), before.replace(/[a-z]/, 'X'));
    return () => writeFileSync(join(root, path), before);
  };
}

function added(path: string) {
  return (root: string) => {
    writeFileSync(join(root, path), '');
    return () => rmSync(join(root, path));
  };
}

function moved(path: string) {
  return (root: string) => {
    renameSync(join(root, path), join(root, 'away'));
    return () => renameSync(join(root, 'away'), join(root, path));
  };
}

describe('what the last run said', () => {
  it('is said again of a folder that nobody has touched, with no file written', () => {
    const { memory } = scene();
    expect(memory().recall()).toEqual({ summary: { written: nothing, exceptions: 43 }, json: true });
  });

  it.each(Object.entries(edits))('is not said of %s, and is again when that is undone', (_, edit) => {
    const { root, memory } = scene();
    const undo = edit(root);
    expect(memory().recall()).toBeUndefined();
    undo();
    expect(memory().recall()).toBeDefined();
  });

  it('is not said for another program, other libraries or other words', () => {
    const { memory } = scene();
    const others = [memory('another'), memory(undefined, 'others'), memory(undefined, undefined, ['synth', '--json'])];
    expect(others.map((other) => other.recall())).toEqual([undefined, undefined, undefined]);
  });

  it('is not kept when something was sealed while it ran', () => {
    const { root, out, memory } = scene();
    const running = memory('next');
    edits['a further sealed value']?.(root);
    running.keep(out, { summary: { written: nothing }, json: false });
    expect(memory('next').recall()).toBeUndefined();
  });

  it('is not said while Git holds something else: there may be something to do by hand', () => {
    const { root, memory } = scene();
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...words]);
    git('init', '-q');
    git('add', 'dist');
    git('commit', '-qm', 'written');
    expect(memory().recall()).toBeDefined();
    const shop = join(root, 'dist/kubernetes/services/plot/shop.yaml');
    const now = readFileSync(shop);
    writeFileSync(shop, 'kind: Ingress\n');
    git('commit', '-qam', 'another');
    writeFileSync(shop, now);
    expect(memory().recall()).toBeUndefined();
  });
});

it('the command says and leaves the same, remembered or not', () => {
  const out = join(temporary(), 'dist');
  const synth = () => JSON.parse(run(['synth', '--no-types', '--json', '--out', out]).stdout);
  synth();
  const written = tree(out);
  const remembered = synth();
  // A folder beside makes the run find out by itself.
  writeFileSync(join(out, 'note.txt'), '');
  const computed = synth();
  rmSync(join(out, 'note.txt'));
  const beside = { ...remembered.written, foreign: ['note.txt'] };
  expect({ ...remembered, written: beside, milliseconds: 0 }).toEqual({ ...computed, milliseconds: 0 });
  expect(tree(out)).toEqual(written);
}, 60_000);
