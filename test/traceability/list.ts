import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What became of a sentence of the owner's document, in the words of the page. */
export type State = 'conforme' | 'adapté' | 'optionnel' | 'externe' | 'ouvert' | 'contexte' | 'retiré';

/** A sentence or a table cell of the document, and where it is held. */
export interface Entry {
  /** Its number in the document, from 1 on. */
  readonly n: number;
  /** Word for word. */
  readonly text: string;
  readonly state: State;
  /** In French, for the reader of the page. */
  readonly says: string;
  /** A file of the repository, and a word that stands in it: `platform/uyoop.ts#coreProd`. */
  readonly model: readonly string[];
  /** A thing of `dist/`, a field of it, and what that is or holds: `Service prod-mail/mailcow spec.ports[https].port = 443`. */
  readonly dist: readonly string[];
  /** A test file and the title of one of its tests: `test/stacks/dns.test.ts: signs every zone`. */
  readonly tests: readonly string[];
  /** Pages and decisions that say why. */
  readonly see: readonly string[];
}

/** A part of the document, in a file of its own. */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** The document itself, which is not in the repository: of its words we keep a sum, so that none can be left out. */
export interface Document {
  readonly title: string;
  readonly version: string;
  readonly words: string;
}

/** A system of the document that the owner has taken out, by the words that its files and objects bear, and why. */
export interface Withdrawn {
  readonly words: readonly string[];
  readonly reason: string;
}

export interface List {
  readonly document: Document;
  readonly withdrawn: readonly Withdrawn[];
  readonly sections: readonly Section[];
}

const kinds = ['model', 'dist', 'tests', 'see'] as const;

/** Reads the list that `docs/traceability.md` is printed from. @param folder `docs/traceability` */
export function readList(folder: string): List {
  const yaml = (name: string) => parse(readFileSync(join(folder, name), 'utf8'));
  const names = readdirSync(folder).filter((name) => /^\d/.test(name));
  const withdrawn: readonly Withdrawn[] = existsSync(join(folder, 'withdrawn.yaml'))
    ? (yaml('withdrawn.yaml') ?? [])
    : [];
  const sections = names.sort().map((name): Section => {
    const { title, entries } = yaml(name) as { title: string; entries: readonly Partial<Entry>[] };
    return { title, entries: entries.map(whole).map((entry) => without(entry, withdrawn)) };
  });
  return { document: yaml('document.yaml'), withdrawn, sections };
}

function whole(entry: Partial<Entry>): Entry {
  return { n: 0, text: '', state: 'contexte', says: '', model: [], dist: [], tests: [], see: [], ...entry };
}

/** What pointed at a system that is taken out points there no more; what pointed at nothing else gives the reason instead. */
export function without(entry: Entry, withdrawn: readonly Withdrawn[]): Entry {
  const gone = withdrawn.find(({ words }) => kinds.some((kind) => entry[kind].some((target) => bears(target, words))));
  if (!gone) return entry;
  const left = (kind: (typeof kinds)[number]) => entry[kind].filter((target) => !bears(target, gone.words));
  const kept = { ...entry, model: left('model'), dist: left('dist'), tests: left('tests'), see: left('see') };
  const isEmptied = kinds.some((kind) => entry[kind].length > 0 && kept[kind].length === 0);
  return isEmptied ? { ...kept, state: 'retiré', says: gone.reason } : kept;
}

const bears = (target: string, words: readonly string[]): boolean => words.some((word) => target.includes(word));

/** A sum of the letters and digits of all sentences in their order: how they are laid out, and set apart, does not count. */
export function wordsOf(sections: readonly Section[]): string {
  const texts = sections.flatMap(({ entries }) => entries.map(({ text }) => text));
  const letters = texts
    .join('')
    .toLowerCase()
    .replaceAll(/[^0-9a-zà-öø-ÿœ]/g, '');
  return createHash('sha256').update(letters).digest('hex');
}
