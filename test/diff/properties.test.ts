import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { yamlText } from '../../constructs/facts/yaml.ts';
import { changesBetween } from '../../diff/compare/changed.ts';
import { readablePath } from '../../diff/compare/field.ts';
import { fieldsBetween } from '../../diff/compare/fields.ts';
import { differenceBetween } from '../../diff/diff.ts';
import { objectOf } from '../../diff/tree/manifests.ts';
import { manifestSections, otherEntities } from '../../diff/tree/tree.ts';
import { workTree } from '../../diff/tree/work-tree.ts';
import { uyoop } from '../../platform/uyoop.ts';
import type { Files } from '../../synth/model/files.ts';
import { mutationsOf, seeded, shuffled } from './mutations.ts';

const dist = workTree(join(import.meta.dirname, '../../dist'));
const isManifest = (path: string) => /^(kubernetes|bootstrap|flux|argocd)\/.*\.yaml$/.test(path);

/** The objects of each manifest, changed by a function. */
function rewritten(files: Files, change: (value: unknown) => unknown): Files {
  const texts = [...files].map(([path, text]): [string, string] => {
    if (!isManifest(path)) return [path, text];
    const values = [parseAllDocuments(text)].flat().map((document) => document.toJS());
    return [path, values.map((value) => yamlText(change(value))).join('---\n')];
  });
  return new Map(texts);
}

describe('of our own dist/', () => {
  it('nothing differs from itself', () => {
    expect(differenceBetween(dist, new Map(dist), uyoop)).toEqual({ changes: [], leftovers: [] });
  });

  it.each([1, 2, 3])('no order of keys makes a change, nor one of lists that have none (seed %i)', (seed) => {
    const random = seeded(seed);
    const mixed = rewritten(dist, (value) => shuffled(value, random));
    expect(mixed).not.toEqual(dist);
    expect(changesBetween(dist, mixed)).toEqual([]);
  });

  it('no name of a file makes a change, but for what a machine reads under it', () => {
    const name = /^(?!hosts\/)(.*)\/([^/]+)\.yaml$/;
    const moved = new Map([...dist].map(([path, text]) => [path.replace(name, '$1/moved-$2.yaml'), text]));
    expect([...moved.keys()]).not.toEqual([...dist.keys()]);
    expect(changesBetween(dist, moved)).toEqual([]);
  });
});

describe('one field of our own dist/ that is otherwise', () => {
  const objects = manifestSections(dist).map((section) => objectOf(section, new Map()));
  const entities = [...objects, ...otherEntities(dist).filter(({ layer }) => layer === 'terraform')];

  it('is one difference, whichever it is', () => {
    let tried = 0;
    const wrong = entities.flatMap(({ id, value, layer }) =>
      [...mutationsOf(value)].flatMap((mutation) => {
        tried += 1;
        const found = fieldsBetween(value, mutation.value, layer !== 'kubernetes');
        return found.length === 1
          ? []
          : [{ id, path: mutation.path.join('.'), kind: mutation.kind, found: found.length }];
      }),
    );
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(10_000);
  });

  it('is told by one change alone, whatever its class', () => {
    const random = seeded(7);
    const manifests = entities.filter(({ layer }) => layer === 'kubernetes');
    const named = (path: readonly (string | number)[]) =>
      !/^(apiVersion|kind|metadata\.name(space)?)$/.test(path.join('.'));
    for (let round = 0; round < 200; round += 1) {
      const entity = manifests[random(manifests.length)] as (typeof manifests)[number];
      const mutations = [...mutationsOf(entity.value)].filter(({ path }) => named(path) && path.length > 1);
      const mutation = mutations[random(mutations.length)];
      if (!mutation) continue;
      const others = manifests.filter(({ file, id }) => file === entity.file && id !== entity.id);
      const texts = [...others.map(({ value }) => value), mutation.value].map(yamlText);
      const before = new Map([[entity.file, dist.get(entity.file) as string]]);
      const { changes } = differenceBetween(before, new Map([[entity.file, texts.join('---\n')]]), uyoop);
      const told = changes.flatMap(({ object, fields }) => fields.map(({ path }) => `${object} ${readablePath(path)}`));
      expect(told, mutation.path.join('.')).toHaveLength(1);
      expect(told[0]).toContain(entity.id);
    }
  });
});
