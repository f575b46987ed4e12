import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '../../diff/tree/entity.ts';
import { objectOf } from '../../diff/tree/manifests.ts';
import { manifestSections, otherEntities } from '../../diff/tree/tree.ts';
import type { Files } from '../../synth/model/files.ts';
import { type Entry, type List, wordsOf } from './list.ts';

/** Rooms that nothing in `dist/` is made of: there a test and the file are all that can be shown. */
const beside = /^(hosts\/|docs\/|drills\/|\.ci\/|\.gitlab|renovate\.json|test\/)/;

/** What is wrong with the list: sentences that are missing, states without a proof, targets that are not there. */
export class Targets {
  private readonly texts = new Map<string, string | undefined>();
  private readonly things: ReadonlyMap<string, Entity>;

  /** @param root the repository @param dist what the platform of the document's own phases becomes */
  constructor(
    private readonly root: string,
    dist: Files,
  ) {
    const objects = manifestSections(dist).map((section) => objectOf(section, new Map()));
    this.things = new Map([...objects, ...otherEntities(dist)].map((thing) => [thing.id, thing]));
  }

  /** The file that something lies in. */
  fileOf(id: string): string | undefined {
    return this.things.get(id)?.file;
  }

  problemsIn(list: List): readonly string[] {
    const entries = list.sections.flatMap((section) => section.entries);
    const misplaced = entries.find(({ n }, index) => n !== index + 1);
    return [
      ...(misplaced ? [`${misplaced.n}: the numbers go up by one from 1 on`] : []),
      ...(wordsOf(list.sections) === list.document.words
        ? []
        : ['the sentences are not the words of the document: one is missing, is there twice, or is not word for word']),
      ...entries.flatMap((entry) => [...unproven(entry), ...this.lost(entry)].map((text) => `${entry.n}: ${text}`)),
    ];
  }

  private lost({ model, dist, tests, see }: Entry): readonly string[] {
    return [
      ...model.flatMap((target) => this.inFile(target)),
      ...dist.flatMap((target) => this.inDist(target)),
      ...tests.flatMap((target) => this.inTest(target)),
      ...see.flatMap((path) => (existsSync(join(this.root, path)) ? [] : [`'${path}' is not there`])),
    ];
  }

  private inFile(target: string): readonly string[] {
    const [path = '', word] = target.split('#');
    const text = this.textOf(path);
    if (text === undefined) return [`'${path}' is not there`];
    return word === undefined || text.includes(word) ? [] : [`'${path}' says nothing of '${word}'`];
  }

  private inTest(target: string): readonly string[] {
    const [path = '', ...title] = target.split(': ');
    const text = this.textOf(path);
    if (text === undefined || !path.endsWith('.test.ts')) return [`'${path}' is no file of tests`];
    const literal = ["'", '"', '`'].some((quote) => text.includes(`${quote}${title.join(': ')}${quote}`));
    return literal ? [] : [`'${path}' has no test '${title.join(': ')}'`];
  }

  private inDist(target: string): readonly string[] {
    const [, id = '', path, operator, wanted = ''] = /^(\S+ \S+)(?: (\S+))?(?: ([=~]) (.*))?$/.exec(target) ?? [];
    const thing = this.things.get(id);
    if (!thing) return [`nothing in dist/ is '${id}'`];
    const found = path === undefined ? thing.value : fieldAt(thing.value, path);
    if (found === undefined) return [`'${id}' has no field '${path}'`];
    const written = typeof found === 'object' ? JSON.stringify(found) : String(found);
    if (operator === '=' && written !== wanted) return [`'${id}' has '${path}' ${written}, and not ${wanted}`];
    return operator === '~' && !written.includes(wanted) ? [`'${id}' says nothing of '${wanted}' in '${path}'`] : [];
  }

  private textOf(path: string): string | undefined {
    if (!this.texts.has(path)) {
      const file = join(this.root, path);
      this.texts.set(path, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    }
    return this.texts.get(path);
  }
}

/** What each state owes. */
function unproven({ state, says, model, dist, tests, see }: Entry): readonly string[] {
  const owes = (wanted: boolean, what: string) => (wanted ? [] : [`is '${state}' and has no ${what}`]);
  const said = owes(says.trim() !== '', 'word for its reader');
  switch (state) {
    case 'conforme': {
      const shown = dist.length > 0 || model.every((target) => beside.test(target));
      return [...said, ...owes(model.length > 0, 'model'), ...owes(shown, 'dist'), ...owes(tests.length > 0, 'test')];
    }
    case 'optionnel':
      return [...said, ...owes(model.length > 0, 'model'), ...owes(tests.length > 0, 'test')];
    case 'adapté':
    case 'ouvert':
      return [...said, ...owes(model.length > 0, 'model'), ...owes(see.length > 0, 'page that says why')];
    case 'externe':
      return [...said, ...owes(see.length > 0, 'page that says who does it')];
    case 'contexte':
    case 'retiré':
      return said;
    default:
      return [`has the state '${state}', which there is not`];
  }
}

/** `spec.ports[https].port`: a key in brackets may hold dots; of a list it is what one field of the item says. */
function fieldAt(value: unknown, path: string): unknown {
  const keys = [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, inside, plain]) => inside ?? plain ?? '');
  return keys.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner))
      return inner.find(
        (item) =>
          item === key ||
          Object.values(item ?? {})
            .map(String)
            .includes(key),
      );
    return (inner as Record<string, unknown> | undefined)?.[key];
  }, value);
}
