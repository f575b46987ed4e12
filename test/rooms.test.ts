import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What a room may import of ours. A stack is handed over in the types of `synth/model/`. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  constructs: ['platform', 'imports'],
  charts: ['constructs', 'platform'],
  stacks: ['constructs', 'platform', 'synth/model'],
  hosts: ['constructs', 'platform', 'synth/model'],
  synth: ['constructs', 'platform', 'imports'],
  secrets: ['constructs', 'platform', 'synth/model', 'synth/reading', 'synth/writing', 'synth/terminal'],
  diff: ['constructs/facts', 'platform', 'synth/model', 'synth/reading', 'synth/terminal'],
};

/** From the ground up: a floor imports what lies below it. Rooms of one floor do not know each other, but for what is said. */
const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
  constructs: [
    ['constructs/facts'],
    ['constructs/network'],
    ['constructs/secret', 'constructs/namespace'],
    ['constructs/pod', 'constructs/web', 'constructs/outside'],
    ['constructs/service'],
    ['constructs/state'],
    // The inventory and the door.
    ['constructs'],
    ['constructs/services'],
  ],
  synth: [
    ['synth/terminal', 'synth/model'],
    ['synth/reading'],
    ['synth/checks'],
    ['synth/report'],
    ['synth/writing'],
    ['synth/command'],
  ],
  secrets: [['secrets/crypto', 'secrets/declared'], ['secrets/sealed'], ['secrets/given'], ['secrets/commands']],
  diff: [
    ['diff/tree', 'diff/facts'],
    ['diff/compare'],
    ['diff/sides'],
    ['diff/change'],
    // One folder a class of change.
    ['data-loss', 'replace', 'exposure', 'privilege', 'hands', 'restart', 'version'].map(
      (name) => `diff/classes/${name}`,
    ),
    ['diff/classes'],
    ['diff/report', 'diff/explain'],
    ['diff'],
    ['diff/command'],
  ],
};

const files = new Set(['main.ts', ...Object.keys(rooms).flatMap(sources)]);
const imports = new Map([...files].map((file) => [file, importsOf(file)]));
const edges = [...imports].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const lies = (file: string, room: string) => file.startsWith(`${room}/`);

describe('the rooms', () => {
  it.each(Object.entries(rooms))('%s/ imports nothing that points back', (room, allowed) => {
    const wrong = edges.filter(({ from, to }) => lies(from, room) && ![room, ...allowed].some((to_) => lies(to, to_)));
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(floors))('%s/ stands on its floors', (room, stack) => {
    const height = (file: string) => {
      const heights = stack.map((names) =>
        names.some((name) => (name === room ? posix.dirname(file) === name : lies(file, name))),
      );
      return heights.indexOf(true);
    };
    const own = edges.filter(({ from, to }) => lies(from, room) && lies(to, room));
    const homeless = [...files].filter((file) => lies(file, room) && height(file) < 0);
    expect(homeless).toEqual([]);
    expect(own.filter(({ from, to }) => height(to) > height(from))).toEqual([]);
  });

  it('let services in by the door alone, and nobody else', () => {
    const [door, inside] = ['constructs/index.ts', 'constructs/services'];
    const around = edges.filter(
      ({ from, to }) => lies(from, inside) && lies(to, 'constructs') && !lies(to, inside) && to !== door,
    );
    const others = edges.filter(({ from, to }) => to === door && !lies(from, inside));
    expect([...around, ...others]).toEqual([]);
  });

  it('have no cycle by file', () => expect(cycleIn(imports)).toBeUndefined());

  it('have no cycle by folder', () => expect(cycleIn(byFolder((file) => posix.dirname(file)))).toBeUndefined());

  it('have no cycle by room', () => expect(cycleIn(byFolder((file) => file.split('/')[0] as string))).toBeUndefined());

  it('has no file over 300 lines', () => {
    const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length;
    expect([...files].filter((file) => lines(file) > 300)).toEqual([]);
  });

  it('keeps main.ts on one page', () => {
    expect(readFileSync(join(root, 'main.ts'), 'utf8').split('\n').length).toBeLessThan(60);
  });
});

describe('a cycle', () => {
  it('is named by its path', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ]);
    expect(cycleIn(graph)).toBe('b → d → b');
  });
});

function sources(room: string): string[] {
  const paths = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' });
  return paths.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => posix.join(room, file));
}

/** What a file takes from others of ours, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) => target as string);
  const paths = named.map((target) => posix.join(posix.dirname(file), target));
  return paths.filter((path) => existsSync(join(root, path)));
}

function byFolder(folderOf: (file: string) => string): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, Set<string>>();
  for (const { from, to } of edges.filter(({ from, to }) => folderOf(from) !== folderOf(to)))
    folders.set(folderOf(from), (folders.get(folderOf(from)) ?? new Set()).add(folderOf(to)));
  return new Map([...folders].map(([folder, targets]) => [folder, [...targets]]));
}

/** The path of one cycle, if there is any. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const found = walk(next, [...path, node]);
      if (found) return found;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const found = walk(node, []);
    if (found) return found.join(' → ');
  }
  return undefined;
}
