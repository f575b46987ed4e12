import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changelogOf } from '../../diff/facts/changelogs.ts';
import { forcedNew, irreplaceable } from '../../diff/facts/forced.ts';
import { manifestSections, otherEntities } from '../../diff/tree/tree.ts';
import { workTree } from '../../diff/tree/work-tree.ts';
import { imageOf } from '../../synth/reading/versions.ts';

const root = join(import.meta.dirname, '../..');
const dist = workTree(join(root, 'dist'));

interface Schema {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>
  >;
}

interface Block {
  readonly attributes?: object;
  readonly block_types?: object;
}

/** What each provider's own schema says that a resource has. */
const resources = new Map(
  ['ovh', 'vault', 'gitlab'].flatMap((provider) => {
    const { provider_schemas }: Schema = JSON.parse(
      readFileSync(join(root, 'imports', provider, 'schema.json'), 'utf8'),
    );
    return Object.values(provider_schemas).flatMap(({ resource_schemas }) =>
      Object.entries(resource_schemas).map(
        ([type, { block }]) => [type, Object.keys({ ...block.attributes, ...block.block_types })] as const,
      ),
    );
  }),
);

describe('the list of attributes that take a new resource', () => {
  it('names attributes of the providers that we have, and no others', () => {
    const wrong = Object.entries(forcedNew).flatMap(([type, names]) =>
      names.filter((name) => !resources.get(type)?.includes(name)).map((name) => `${type}.${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has every resource that a stack may hold', () => {
    expect([...resources.keys()].filter((type) => !Object.hasOwn(forcedNew, type))).toEqual([]);
    const written = otherEntities(dist).filter(
      ({ layer, kind, name, called }) => layer === 'terraform' && called.endsWith(`${kind}.${name}`),
    );
    const types = [...new Set(written.map(({ kind }) => kind))].filter((kind) => /^(ovh|vault|gitlab)_/.test(kind));
    expect(types.length).toBeGreaterThan(0);
    expect(types.filter((type) => !Object.hasOwn(forcedNew, type))).toEqual([]);
  });

  it('knows what nobody can make again', () => {
    expect(irreplaceable.filter((type) => !resources.has(type))).toEqual([]);
  });
});

describe('the list of changelogs', () => {
  it('has a page for every image and every chart of dist/', () => {
    const texts = manifestSections(dist).map(({ text }) => text);
    const images = texts.flatMap((text) =>
      [...text.matchAll(/^ +(?:- )?image: ["']?([\w./-]+:[\w.@:-]+)/gm)].map(([, one = '']) => imageOf(one).name),
    );
    const charts = texts.flatMap((text) => [...text.matchAll(/^ +chart: (\S+)/gm)].map(([, one = '']) => one));
    expect(images.length * charts.length).toBeGreaterThan(0);
    expect([...new Set([...images, ...charts])].filter((name) => changelogOf(name) === undefined)).toEqual([]);
  });
});
