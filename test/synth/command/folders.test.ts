import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repository, temporary, tree } from './command-line.ts';

/** The smallest of the owner's models, as a run writes it. */
const here = join(temporary(), 'dist');
const words = [join(repository, 'synth/run.mjs'), 'synth', '--no-types', '--phase', '1', '--engine', 'flux', '--json'];
let whole: Readonly<Record<string, string>>;

beforeAll(() => {
  expect(synth(here)).toMatchObject({ status: 0, stderr: '' });
  whole = tree(here);
});

/** The superuser may write everywhere: without his capabilities he is one like others. */
const asAnybody = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];

function synth(out: string, { mask = '022' } = {}) {
  const [program = '', ...rest] = ['sh', '-c', `umask ${mask} && exec "$@"`, '--', ...asAnybody, process.execPath];
  const { status, stdout, stderr } = spawnSync(program, [...rest, ...words, '--out', out], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A folder that synth has written, in a place of its own. */
function written(place = temporary()): string {
  const out = join(place, 'dist');
  cpSync(here, out, { recursive: true });
  return out;
}

const namespace = 'bootstrap/flux/flux-namespace.yaml';
const layers = 'flux/layers.yaml';

describe('a folder that synth writes as it should be', () => {
  it('bears spaces and any letters in its name, what somebody edited, deleted or laid beside, and any umask', () => {
    const out = written(join(temporary(), "dépôt d'été ☃ \u202eתיקייה"));
    writeFileSync(join(out, namespace), 'edited: by hand\n');
    rmSync(join(out, layers));
    chmodSync(join(out, 'report/capacity.md'), 0o755);
    writeFileSync(join(out, 'report/mine.md'), 'mine');
    mkdirSync(join(out, 'notes'));
    writeFileSync(join(out, 'notes/mine.md'), 'mine');
    writeFileSync(
      join(out, '.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, started: null, host: hostname(), token: 'x' }),
    );
    const held = openSync(join(out, namespace), 'r');
    const { status, stdout } = synth(out, { mask: '077' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).written).toMatchObject({
      new: [layers],
      changed: [namespace, 'report/capacity.md'],
      removed: [],
      edited: [namespace],
      foreign: ['notes/', 'report/mine.md'],
    });
    expect(tree(out)).toEqual({ ...whole, 'notes/mine.md': 'mine', 'report/mine.md': 'mine' });
    // Who had it open still reads all of what it was.
    expect(readFileSync(held, 'utf8')).toBe('edited: by hand\n');
    closeSync(held);
    const rights = [namespace, layers, 'flux', 'report/capacity.md', 'index.json'].map((path) => rightsOf(out, path));
    expect(rights).toEqual(['644', '644', '755', '644', '644']);
  });

  it('is whole again without its index', () => {
    const out = written();
    rmSync(join(out, 'index.json'));
    expect(synth(out).status).toBe(0);
    expect(tree(out)).toEqual(whole);
  });

  it('loses what an index of an older version lists and the model does not', () => {
    const out = written();
    const { files } = JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'));
    const bare = Object.entries(files as Record<string, { sha256: string }>).map(([path, { sha256 }]) => [
      path,
      sha256,
    ]);
    writeFileSync(join(out, 'kubernetes/old.yaml'), 'old');
    writeFileSync(
      join(out, 'index.json'),
      JSON.stringify({ files: { ...Object.fromEntries(bare), 'kubernetes/old.yaml': '0' } }),
    );
    const { status, stdout } = synth(out);
    expect({ status, removed: JSON.parse(stdout).written.removed }).toEqual({
      status: 0,
      removed: ['kubernetes/old.yaml'],
    });
    expect(tree(out)).toEqual(whole);
  });

  it('comes out of a merge that left conflicts in the index and in a file', () => {
    const out = written();
    const index = readFileSync(join(out, 'index.json'), 'utf8');
    const side = (path: string) => `    "${path}": {\n      "sha256": "${'0'.repeat(64)}"\n    },\n`;
    const sides = `<<<<<<< HEAD\n${side('kubernetes/ours.yaml')}||||||| base\n${side('base.md')}=======\n${side('kubernetes/theirs.yaml')}>>>>>>> main\n`;
    writeFileSync(
      join(out, 'index.json'),
      index.replace('  "files": {\n', (head) => head + sides),
    );
    for (const path of ['kubernetes/ours.yaml', 'kubernetes/theirs.yaml', 'base.md'])
      writeFileSync(join(out, path), '');
    writeFileSync(join(out, layers), `<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> main\n`);
    const { status, stdout } = synth(out);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).written).toMatchObject({
      changed: [layers],
      removed: ['kubernetes/ours.yaml', 'kubernetes/theirs.yaml'],
      foreign: ['base.md'],
    });
    expect(tree(out)).toEqual({ ...whole, 'base.md': '' });
  });

  it('is one run after the other of three at the same time: each is done whole, or says who was there', async () => {
    const out = written();
    rmSync(join(out, 'kubernetes'), { recursive: true });
    const runs = [1, 2, 3].map(() => {
      const child = spawn(process.execPath, [...words, '--out', out]);
      let said = '';
      child.stderr.on('data', (text) => (said += text));
      child.stdout.resume();
      return new Promise<[number | null, string]>((resolve) => child.on('close', (code) => resolve([code, said])));
    });
    const ended = await Promise.all(runs);
    expect(ended.filter(([code]) => code === 0).length).toBeGreaterThan(0);
    for (const [code, said] of ended)
      if (code !== 0) expect([code, said]).toEqual([1, expect.stringMatching(/\.lock: (another run|is no longer)/)]);
    expect(tree(out)).toEqual(whole);
  });
});

const rightsOf = (out: string, path: string): string => (statSync(join(out, path)).mode & 0o777).toString(8);

/** What makes a folder one that synth refuses, and the words that say so. */
const refusals: Readonly<Record<string, readonly [spoil: (out: string) => string | undefined, says: RegExp]>> = {
  'a stranger where it would be applied': [
    (out) => put(out, 'kubernetes/mine.yaml', 'mine'),
    /synth did not write what lies there and would be applied: kubernetes\/mine\.yaml; move it away, or delete it/,
  ],
  'an index that is none': [
    (out) => put(out, 'index.json', 'not json'),
    /index\.json: is not the index that synth wrote; .* restore it from Git/,
  ],
  'an index of which a merge left no side that can be read': [
    (out) => put(out, 'index.json', '<<<<<<< HEAD\n{\n=======\n{}\n>>>>>>> main\n'),
    /index\.json: holds a merge conflict of which one side is no index; restore it from Git/,
  ],
  'somebody else at a place of ours, where the index was lost': [
    (out) => {
      rmSync(join(out, 'index.json'));
      return put(out, 'report/capacity.md', 'mine');
    },
    /something else lies that index\.json does not list: report\/capacity\.md; move it away, or restore index\.json/,
  ],
  'a link where a file should be, which leads outside': [
    (out) => linkTo(outside(), out, namespace),
    /flux-namespace\.yaml: is a link, and synth writes a file there: move it away/,
  ],
  'a link where a folder should be, which leads outside': [
    (out) => linkTo(join(outside(), '..'), out, 'bootstrap'),
    /bootstrap: is a link, and synth writes and deletes below it: put a real folder there/,
  ],
  'a link in the place of the index': [
    (out) => linkTo(outside(), out, 'index.json'),
    /index\.json: is a link, and synth writes a file there: move it away/,
  ],
  'a folder where a file should be': [
    (out) => {
      rmSync(join(out, layers));
      mkdirSync(join(out, layers));
      return undefined;
    },
    /flux\/layers\.yaml: a folder stands where a file should be: move it away/,
  ],
  'a file where a folder should be': [
    (out) => {
      rmSync(join(out, 'flux'), { recursive: true });
      return put(out, 'flux', 'mine');
    },
    /flux: a file stands where a folder should be: move it away/,
  ],
  'a folder of which nobody may change anything': [
    (out) => {
      put(out, layers, 'edited');
      chmodSync(out, 0o555);
      return undefined;
    },
    /this user may not write there \(EACCES\): change its owner or its rights/,
  ],
  "a folder in it that is somebody else's": [
    (out) => {
      put(out, namespace, 'edited');
      put(out, layers, 'edited');
      chmodSync(join(out, 'flux'), 0o555);
      return undefined;
    },
    /dist\/flux: this user may not write there \(EACCES\)/,
  ],
  'a run that is under way': [
    (out) => put(out, '.lock', JSON.stringify({ pid: process.pid, started: null, host: hostname(), token: 'x' })),
    new RegExp(`\\.lock: another run \\(process ${process.pid}\\) is changing .*: wait until it is done`),
  ],
  'a run of another machine, which nobody can see from here': [
    (out) => put(out, '.lock', JSON.stringify({ pid: 1, started: null, host: 'elsewhere', token: 'x' })),
    /\.lock: a run on the machine 'elsewhere' holds it, .* when it is over, delete /,
  ],
};

function put(out: string, path: string, text: string): undefined {
  writeFileSync(join(out, path), text);
}

function outside(): string {
  const file = join(temporary(), 'outside/mine.yaml');
  mkdirSync(join(file, '..'));
  writeFileSync(file, 'mine');
  return file;
}

function linkTo(target: string, out: string, path: string): string {
  rmSync(join(out, path), { recursive: true });
  symlinkSync(target, join(out, path));
  return target;
}

describe('a folder that synth refuses, and leaves as it is', () => {
  it.each(Object.entries(refusals))('holds %s', (_, [spoil, says]) => {
    const out = written();
    const target = spoil(out);
    const before = [tree(out), target && treeOf(target)];
    const { status, stdout, stderr } = synth(out);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr).not.toContain('    at ');
    expect([tree(out), target && treeOf(target)]).toEqual(before);
    chmodSync(out, 0o755);
  });

  it('is no folder, or has a name that the disk does not take', () => {
    const file = outside();
    expect(synth(file)).toMatchObject({ status: 1, stderr: expect.stringContaining('(EEXIST): move it away') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const long = join(temporary(), 'x'.repeat(300));
    expect(synth(long)).toMatchObject({ status: 1, stderr: expect.stringContaining('(ENAMETOOLONG): shorten it') });
  });
});

const treeOf = (target: string) => (statSync(target).isFile() ? readFileSync(target, 'utf8') : tree(target));
