import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as readVersions from '../platform/read-versions.ts';
import * as moving from '../platform/versions.ts';
import { versioningOf } from './support/renovate-versionings.ts';

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

const versions = { ...moving, ...readVersions };
const source = read('platform/versions.ts') + read('platform/read-versions.ts');

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

test('every tool is found', () => {
  for (const [depName, currentValue] of [
    ['fluxcd/flux2', versions.fluxVersion],
    ['k3s-io/k3s', versions.k3sVersion],
    ['mailcow/mailcow-dockerized', versions.mailcowVersion],
  ]) {
    expect(found(source)).toContainEqual(
      expect.objectContaining({ datasource: 'github-releases', depName, currentValue }),
    );
  }
});

/** What runs the host layer: Renovate's own managers know the two files by their names. */
function hostTools(): readonly { readonly name: string; readonly version: string }[] {
  const packages = [...read('hosts/requirements.txt').matchAll(/^([\w-]+)(.*)$/gm)];
  const { collections } = parse(read('hosts/requirements.yaml'));
  return [...packages.map(([, name = '', version = '']) => ({ name, version })), ...collections];
}

test('every tool of the host layer is pinned to one version', () => {
  const tools = hostTools();
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ansible', 'ansible-lint', 'community.docker']),
  );
  for (const { version } of tools) expect(version).toMatch(/^(==)?\d+\.\d+\.\d+$/);
});

test('every provider and every schema of imports/ is found, and is the one that lies there', () => {
  for (const [name, version] of Object.entries(versions.providers)) {
    expect(found(source)).toContainEqual(
      expect.objectContaining({
        datasource: 'terraform-provider',
        depName: expect.stringContaining(`/${name}`),
        currentValue: version,
      }),
    );
    expect(JSON.parse(read(`imports/${name}/package.json`)).version).toBe(version);
    expect(JSON.parse(read('package.json')).dependencies[`@cdktf/provider-${name}`]).toBe(version);
  }
  const rows = [...read('imports/README.md').matchAll(/^\| `([^`]+)` \| [^|]+ \| ([\d.]+) \|/gm)].map((row) =>
    row.slice(1),
  );
  expect(Object.fromEntries(rows)).toEqual({
    ...Object.fromEntries(
      Object.entries(versions.providers).map(([name, version]) => [`${name}/schema.json`, version]),
    ),
    ...Object.fromEntries(Object.entries(versions.schemas).map(([row, version]) => [row, version.slice(1)])),
  });
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
  const { images, charts, plugins, providers, schemas } = versions;
  const held = [images, charts, plugins, providers, schemas].flatMap((group) => Object.keys(group)).length;
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

interface Rule {
  readonly matchPackageNames?: readonly string[];
  readonly matchDatasources?: readonly string[];
  readonly matchCurrentValue?: string;
  readonly allowedVersions?: string;
}

type Pin = ReturnType<typeof found>[number];

/** The expressions that a proposal to a pin must fit. */
function allowedFor({ depName = '', datasource = '', currentValue = '' }: Pin): readonly RegExp[] {
  const inner = (pattern = '//') => new RegExp(pattern.slice(1, -1));
  return (renovate.packageRules as Rule[])
    .filter(({ matchPackageNames }) => matchPackageNames?.includes(depName) ?? true)
    .filter(({ matchDatasources }) => matchDatasources?.includes(datasource) ?? true)
    .filter(({ matchCurrentValue }) => inner(matchCurrentValue).test(currentValue))
    .flatMap(({ allowedVersions }) => (allowedVersions?.startsWith('/') ? [inner(allowedVersions)] : []));
}

function offered(pin: Pin, next: string): boolean {
  const { datasource = '', versioning, currentValue = '' } = pin;
  const fits = allowedFor(pin).every((allowed) => allowed.test(next));
  return fits && versioningOf(datasource, versioning).offers(currentValue, next);
}

describe('a pin', () => {
  const pins = found(source);

  test.each(pins.map((pin) => [pin.depName, pin] as const))('%s is read by its own versioning', (_, pin) => {
    const { datasource = '', versioning, currentValue = '' } = pin;
    expect(versioningOf(datasource, versioning).isValid(currentValue)).toBe(true);
    // A rule that its own pin does not fit would refuse every proposal.
    for (const allowed of allowedFor(pin)) expect(currentValue).toMatch(allowed);
  });

  /** What each of them had when its row was written: a pin that has moved since is still judged by the same versioning and rules. */
  const rows: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['postgres', '17.11', ['17.12'], ['17.12-alpine', '17', '18beta1']],
    ['mariadb', '11.8.8', ['11.8.9'], ['12.3.2', '11.8.9-ubi', '11.8']],
    ['mysql', '8.4.11', ['8.4.12'], ['9.7.2', '8.4.12-oraclelinux9']],
    [
      'sonarqube',
      '26.8.0.126808-community',
      ['26.9.0.130000-community'],
      ['26.9.0.130000-developer', '2026.4.0-enterprise', '2026.1.0.100000-community'],
    ],
    ['k3s-io/k3s', 'v1.36.4+k3s1', ['v1.36.5+k3s1', 'v1.36.4+k3s2'], ['v1.36.5-rc1+k3s1', 'v1.37.1+k3s1']],
    [
      'mailcow/mailcow-dockerized',
      '2026-07a',
      ['2026-07b', '2026-08', '2026-08a'],
      ['snap-2026', 'nightly', '2026-07'],
    ],
    ['prom/prometheus', 'v3.15.1', ['v3.16.0'], ['3.16.0', 'v3.16.0-distroless', 'v3.16.0-rc.0']],
    ['ghcr.io/open-webui/open-webui', 'v0.11.4', ['v0.12.0'], ['0.12.0', 'v0.12.0-ollama']],
    ['alpine/git', 'v2.54.0', ['v2.55.0'], ['2.55.0', 'v2.55.0-x']],
    ['valkey/valkey', '9.1.1-alpine', ['9.1.2-alpine'], ['9.1.2', '9.1.2-alpine3.22', '9.2.0-rc1-alpine']],
    ['nextcloud', '34.0.3-apache', ['34.0.4-apache'], ['34.0.4-fpm', '35.0.0rc1-apache']],
    ['ollama/ollama', '0.32.15', ['0.33.0'], ['0.33.0-rc2', '0.33.0-rocm']],
    ['gitlab/gitlab-ce', '19.2.6-ce.0', ['19.2.7-ce.0'], ['19.3.0-rc1.ce.0']],
    ['gitlab/gitlab-runner', 'alpine-v19.3.0', ['alpine-v19.4.0'], ['v19.4.0', 'ubuntu-v19.4.0', 'alpine-latest']],
    ['kubernetes/kubernetes', 'v1.36.3', ['v1.36.4'], ['v1.37.0', 'v1.36.4-rc.0']],
    ['traefik/traefik', 'v3.7.13', ['v3.7.14'], ['v3.8.0', 'v4.0.0']],
    ['ovh/ovh', '2.19.0', ['2.20.0'], ['2.20.0-beta1']],
    ['vault', '0.34.1', ['0.35.0'], ['0.35.0-rc1']],
  ];

  test.each(rows)(
    '%s %s is offered what it can take, and nothing of another flavour, line or state',
    (name, currentValue, yes, no) => {
      const pin = pins.find(({ depName }) => depName === name);
      // A service that the owner has taken out takes its pin along.
      if (pin) expect([...yes, ...no].filter((next) => offered({ ...pin, currentValue }, next))).toEqual(yes);
      expect(pins.length).toBeGreaterThan(rows.length);
    },
  );

  test('with a versioning that cannot read it is never updated: semver and 17.11', () => {
    expect(versioningOf('docker', 'semver').isValid('17.11')).toBe(false);
    expect(versioningOf('docker', 'semver').offers('17.11', '17.12')).toBe(false);
    expect(() => versioningOf('docker', 'unheard-of')).toThrow("what versioning is 'unheard-of'?");
  });
});

describe('what belongs together', () => {
  const minor = (version: string) => version.replace(/^v/, '').split('.').slice(0, 2).join('.');

  test('K3s is the one whose parts were read: another one fails here until they are read again', () => {
    expect(versions.k3sBrings.for).toBe(versions.k3sVersion);
  });

  test('the schemas are of the minors that run', () => {
    const { schemas, charts, k3sBrings, k3sVersion } = versions;
    expect(minor(schemas['kubernetes/definitions.json'])).toBe(minor(k3sVersion));
    expect(minor(schemas['crds/traefik.io'])).toBe(minor(k3sBrings.traefik));
    expect(minor(schemas['crds/helm.cattle.io'])).toBe(minor(k3sBrings.helmController));
    expect(minor(schemas['crds/cert-manager.io'])).toBe(minor(charts.certManager.version));
    expect(minor(schemas['crds/fluxcd.controlplane.io'])).toBe(minor(charts.fluxOperator.version));
  });

  test('is proposed together', () => {
    const grouped = (renovate.packageRules as (Rule & { groupName?: string })[]).filter(({ groupName }) => groupName);
    const names = [
      ...found(source).map(({ depName }) => depName),
      ...hostTools().map(({ name }) => name),
      'rancher/k3s',
    ];
    expect(grouped.map(({ groupName }) => groupName)).toContain('Vault');
    for (const name of grouped
      .flatMap(({ matchPackageNames = [] }) => matchPackageNames)
      .filter((name) => !name.includes('*')))
      expect(names).toContain(name);
  });
});

test('the files that it reads are ours: never dist/ nor imports/', () => {
  const patterns = manager.managerFilePatterns.map((pattern: string) => new RegExp(pattern.slice(1, -1)));
  const reads = (path: string) => patterns.some((pattern: RegExp) => pattern.test(path));
  for (const path of ['platform/versions.ts', 'platform/read-versions.ts']) expect(reads(path)).toBe(true);
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
  expect(renovate.ignorePaths).toContain('dist/**');
  const folders = readdirSync(new URL('imports', root), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const generated = folders.map(({ name }) => name).filter((name) => name !== 'generate');
  // The generators are npm's like everything else; what they made, and made it from, is not for a bot to edit.
  for (const name of generated) expect(renovate.ignorePaths).toContain(`imports/${name}/**`);
  expect(renovate.ignorePaths).not.toContain('imports/**');
  expect(renovate.enabledManagers).toEqual(['custom.regex', 'npm', 'gomod', 'ansible-galaxy', 'pip_requirements']);
});

test('its expressions run on RE2, which looks neither ahead nor back', () => {
  for (const pattern of manager.matchStrings) expect(pattern).not.toMatch(/\(\?[=!]|\(\?<[=!]|\\[1-9]/);
});
