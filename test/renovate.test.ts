import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as versions from '../platform/versions.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const renovate = JSON.parse(read('renovate.json'));
const [manager] = renovate.customManagers;

/** Everything that the custom manager finds in a text, as Renovate would. */
function found(text: string): Record<string, string | undefined>[] {
  return manager.matchStrings.flatMap((pattern: string) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map(({ groups }) => ({ ...groups })),
  );
}

const source = read('platform/versions.ts');

test('every image is found, with the name and the tag that it has', () => {
  const tags = found(source).filter(({ depName }) => !depName?.includes('charts/') && !depName?.includes('argo-helm'));
  for (const image of Object.values(versions.images)) {
    const [depName, currentValue] = image.split(':');
    expect(tags).toContainEqual(expect.objectContaining({ datasource: 'docker', depName, currentValue }));
  }
});

test('every chart is found: from OCI as an image, from HTTP with its registry', () => {
  for (const { repository, chart, version } of Object.values(versions.charts)) {
    const oci = repository.startsWith('oci://');
    const expected = oci
      ? { datasource: 'docker', depName: `${repository.slice('oci://'.length)}/${chart}`, registryUrl: undefined }
      : { datasource: 'helm', depName: chart, registryUrl: repository };
    expect(found(source)).toContainEqual(expect.objectContaining({ ...expected, currentValue: version }));
  }
});

test('every tool is found, and K3s by a versioning that takes its suffix', () => {
  const tools = found(source).filter(({ datasource }) => datasource === 'github-releases');
  expect(tools).toEqual([
    expect.objectContaining({ depName: 'fluxcd/flux2', currentValue: versions.fluxVersion }),
    expect.objectContaining({ depName: 'k3s-io/k3s', currentValue: versions.k3sVersion, versioning: 'loose' }),
  ]);
});

test('a plugin moves with the commit that its tag stands for', () => {
  for (const { module, version, commit } of Object.values(versions.plugins)) {
    const expected = { datasource: 'github-tags', depName: module.slice('github.com/'.length) };
    expect(found(source)).toContainEqual(
      expect.objectContaining({ ...expected, currentValue: version, currentDigest: commit }),
    );
  }
});

test('nothing is found twice, nothing else is found, and no comment stays without its line', () => {
  const { images, charts, plugins } = versions;
  const held = [images, charts, plugins].flatMap((group) => Object.keys(group)).length;
  const tools = Object.values(versions).filter((value) => typeof value === 'string').length;
  expect(found(source)).toHaveLength(held + tools);
  expect(source.match(/\/\/ renovate:/g)).toHaveLength(held + tools);
});

test('a digest stays apart from its tag', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const pinned = `// renovate: datasource=docker depName=ghost\n  ghost: 'ghost:6.59.0@${digest}',`;
  expect(found(pinned)).toEqual([expect.objectContaining({ currentValue: '6.59.0', currentDigest: digest })]);
  expect(found("  ghost: 'ghost:6.59.0',")).toEqual([]);
});

test('a new major of a database is never a pull request', () => {
  const rule = renovate.packageRules.find(({ enabled }: { enabled?: boolean }) => enabled === false);
  expect(rule.matchUpdateTypes).toEqual(['major']);
  for (const name of rule.matchPackageNames) expect(found(source).map(({ depName }) => depName)).toContain(name);
});

test('an allowed line holds the version that runs, and not the next one', () => {
  const allowed = (name: string) => {
    const rules = renovate.packageRules.filter(({ matchPackageNames, allowedVersions }: Record<string, string[]>) => {
      return allowedVersions && matchPackageNames?.includes(name);
    });
    return new RegExp(rules[0].allowedVersions.slice(1, -1));
  };
  expect(versions.images.mariadb.split(':')[1]).toMatch(allowed('mariadb'));
  expect('12.3.2').not.toMatch(allowed('mariadb'));
  expect(versions.images.mysql.split(':')[1]).toMatch(allowed('mysql'));
  expect('9.7.2').not.toMatch(allowed('mysql'));
});

test('the files that it reads are ours: never dist/ nor imports/', () => {
  const patterns = manager.managerFilePatterns.map((pattern: string) => new RegExp(pattern.slice(1, -1)));
  const reads = (path: string) => patterns.some((pattern: RegExp) => pattern.test(path));
  expect(reads('platform/versions.ts')).toBe(true);
  const constructs = readdirSync(new URL('constructs', root), { recursive: true, encoding: 'utf8' });
  const unread = constructs.filter((name) => name.endsWith('.ts') && !reads(`constructs/${name}`));
  expect(unread).toEqual([]);
  for (const path of [
    'dist/kubernetes/a.yaml',
    'dist/platform/versions.ts',
    'imports/traefik.io.ts',
    'imports/constructs/a.ts',
  ]) {
    expect(reads(path)).toBe(false);
  }
  expect(renovate.ignorePaths).toEqual(expect.arrayContaining(['dist/**', 'imports/**']));
  expect(renovate.enabledManagers).toEqual(['custom.regex', 'npm']);
});

test('its expressions run on RE2, which looks neither ahead nor back', () => {
  for (const pattern of manager.matchStrings) expect(pattern).not.toMatch(/\(\?[=!]|\(\?<[=!]|\\[1-9]/);
});
