import { join } from 'node:path';
import { expect, it } from 'vitest';
import { yamlText } from '../../constructs/facts/yaml.ts';
import { isInert } from '../../diff/change/matrix.ts';
import { reachOf } from '../../diff/sides/reach.ts';
import { Side } from '../../diff/sides/side.ts';
import { objectOf } from '../../diff/tree/manifests.ts';
import { manifestSections } from '../../diff/tree/tree.ts';
import { workTree } from '../../diff/tree/work-tree.ts';
import { uyoop } from '../../platform/uyoop.ts';
import type { Files } from '../../synth/model/files.ts';
import { isFields } from '../../synth/reading/json.ts';

const dist = workTree(join(import.meta.dirname, '../../dist'));
const matrix = (files: Files) => reachOf(new Side(files, { ...uyoop, ends: { pins: {} } }));

/** A value in which every field otherwise that the matrix is said not to be computed on. */
function changed(kind: string, value: unknown, path: readonly string[] = []): unknown {
  if (isInert(kind, { path })) return otherThan(value);
  if (Array.isArray(value)) return value.map((item, index) => changed(kind, item, [...path, `[${index}]`]));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed(kind, item, [...path, key])]));
}

function otherThan(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return isFields(value) ? {} : 'other';
}

it('what a container does and is made of moves no line of the matrix of our own dist/', () => {
  const objects = manifestSections(dist).map((section) => objectOf(section, new Map()));
  const values = objects.map(({ kind, value }) => changed(kind, value));
  const moved = values.filter((value, index) => JSON.stringify(value) !== JSON.stringify(objects[index]?.value));
  expect(moved.length).toBeGreaterThan(5);
  const files = new Map([...dist, ...objects.map(({ file }): [string, string] => [file, ''])]);
  for (const [index, { file }] of objects.entries())
    files.set(file, `${files.get(file)}---\n${yamlText(values[index])}`);
  expect(matrix(files)).toEqual(matrix(dist));
});

it.each(['containers[web].ports[http].containerPort', 'hostNetwork', 'containers[web]', 'nodeSelector'])(
  'spec.%s may move it',
  (text) => {
    const path = ['spec', 'template', 'spec', ...text.replaceAll('[', '.[').split('.')];
    expect(isInert('Deployment', { path })).toBe(false);
  },
);
