import type { Files } from '../../synth/model/files.ts';
import { type Entity, UnreadableTree } from './entity.ts';
import { objectOf, type Section, sectionsOf } from './manifests.ts';
import { blocksOf } from './terraform.ts';
import { type Known, readText } from './texts.ts';

/** Generated from the rest: what moves there has moved elsewhere as well. */
const derived: readonly string[] = ['index.json', 'report/index.html', 'report/network.mmd', 'report/README.md'];

const isManifest = (path: string): boolean => /^(kubernetes|flux|argocd|bootstrap)\/.*\.ya?ml$/.test(path);
const isStack = (path: string): boolean => /^terraform\/stacks\/[^/]+\/[^/]+\.tf\.json$/.test(path);

/** What two trees do not share. Only that is read: most of `dist/` stays as it was, and reading YAML is what takes time. */
export interface Apart {
  readonly before: readonly Entity[];
  readonly after: readonly Entity[];
}

/** The things that stand on one side alone, or differ. @throws UnreadableTree */
export function apart(before: Files, after: Files, known: Known): Apart {
  const same = (path: string) => before.get(path) === after.get(path);
  const [old, fresh] = [before, after].map((files) => new Map([...files].filter(([path]) => !same(path))));
  const [oldSections, freshSections] = [old, fresh].map((files) => manifestSections(files as Files));
  const counts = [countTexts(oldSections ?? []), countTexts(freshSections ?? [])] as const;
  const read = (section: Section) => objectOf(section, known);
  return {
    before: [...(oldSections ?? []).filter(isNew(counts[1])).map(read), ...otherEntities(old as Files, known)],
    after: [...(freshSections ?? []).filter(isNew(counts[0])).map(read), ...otherEntities(fresh as Files, known)],
  };
}

/** The documents of a tree, not yet read. */
export function manifestSections(files: Files): readonly Section[] {
  return [...files].flatMap(([path, text]) => (isManifest(path) ? sectionsOf(path, checked(path, text)) : []));
}

/** All that is no Kubernetes object. @throws UnreadableTree */
export function otherEntities(files: Files, known: Known = new Map()): readonly Entity[] {
  return [...files].flatMap(([path, text]) => {
    if (isManifest(path) || derived.includes(path)) return [];
    return isStack(path) ? blocksOf(path, checked(path, text)) : [fileEntity(path, checked(path, text), known)];
  });
}

/** A file of a machine is known by the machine and its path there; any other by its path alone. */
function fileEntity(path: string, text: string, known: Known): Entity {
  const [room, ...below] = path.split('/');
  const machine = below.at(-1) ?? '';
  const value = readText(path, text, known) ?? text;
  const file = { file: path, line: 1, value, name: path, called: path };
  // The drill is read at the desk: no machine holds it.
  if (room !== 'hosts' || path === 'hosts/drill.json')
    return { ...file, layer: 'file', id: `file ${path}`, kind: 'file', home: '' };
  const home = machine.startsWith('inventory.') ? 'every machine' : machine.replace(/\.(ya?ml|json)$/, '');
  return { ...file, layer: 'host', id: `host ${path}`, kind: 'host', home, called: `${home}: ${path}` };
}

/** @throws UnreadableTree for what Git left where it could not merge */
export function checked(path: string, text: string): string {
  const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
  if (conflict) throw new UnreadableTree(path, 'holds the marks of a merge conflict');
  return text;
}

/** How often each text stands there: the same object in another file has not changed. */
function countTexts(sections: readonly Section[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of sections) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function isNew(others: Map<string, number>) {
  return ({ text }: Section): boolean => {
    const left = others.get(text) ?? 0;
    if (left > 0) others.set(text, left - 1);
    return left === 0;
  };
}
