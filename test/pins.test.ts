import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { managers, matched, type Pin, renovate } from './support/renovate-managers.ts';
import { versioningOf } from './support/renovate-versionings.ts';
import { repository } from './synth/command/command-line.ts';

const ignored = (renovate.ignorePaths as string[]).map((path) =>
  path.replace(/\/?\*\*\/?/g, '/').replace(/^\/|\/$/g, ''),
);
const generated = /(^|\/)(package-lock\.json|go\.sum)$|^(dist|sealed)\/|^imports\/[^/]+\.(ts|js)$/;
/** Words about versions: pages, and what tests expect. */
const words = /\.md$|^test\/(?!world\/readers\/[^/]+\/go\.mod$)/;

const paths = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: repository,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path && !generated.test(path) && !words.test(path))
  // What is tracked may be gone, and a link leads out of the repository.
  .filter((path) => lstatSync(join(repository, path), { throwIfNoEntry: false })?.isFile())
  .filter((path) => !ignored.some((folder) => path.startsWith(`${folder}/`)));

/** Places that look like a pin and are none, with the reason. */
const none: readonly { readonly file: RegExp; readonly text: RegExp; readonly reason: string }[] = [
  { file: /package\.json$/, text: /"version": "1\.0\.0"/, reason: 'our own' },
  { file: /^drills\//, text: /./, reason: 'what ran on a day that is over' },
  {
    file: /^platform\/read-versions\.ts$/,
    text: /(for|traefik|helmController|localPath): '/,
    reason: 'what K3s brings: read anew by whoever moves K3s, and a test is red until then',
  },
  {
    file: /^platform\/uyoop\.ts$/,
    text: /models: .*embedding: /,
    reason: 'models of Ollama’s library, whose tags no datasource lists; another one makes every index anew',
  },
  {
    file: /^platform\/ends\.json$/,
    text: /": "\d{4}-\d\d-\d\d"/,
    reason: 'the day of a version that is pinned elsewhere: of another one nobody asks for it',
  },
  { file: /^bench\/results\.json$/, text: /"node": /, reason: 'what a measurement ran on' },
  { file: /^bench\/town\.ts$/, text: /example\//, reason: 'an image of nobody, for pods that never run' },
  { file: /go\.mod$/, text: /\/\/ indirect$/, reason: 'comes with what asks for it' },
  { file: /go\.mod$/, text: /^go \d/, reason: 'the language that the modules ask for at least' },
  {
    file: /go\.mod$/,
    text: /=>|^exclude | v0\.0\.0$/,
    reason: 'a fork that upstream replaces a module by, under the name that upstream gave it',
  },
];

/** What looks like a pin: an image with its tag, or three numbers with nothing around them that belongs to a name or an address. */
const shapes = [
  /(?<=['"\s])[a-z0-9][\w.-]*(?:\/[\w.-]+)*:(?<currentValue>v?\d+(?:\.\d+)+[\w.+-]*)/,
  /(?<=['"]|==|npm:[\w@/.-]+@|version: |(?<!>=)\s)(?<currentValue>v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)(?=['"\s]|$)/,
];

function looksPinned(text: string): readonly Pin[] {
  const bare = withoutComments(text);
  // The networks of pods and services are written with three numbers, too.
  const all = shapes.flatMap((shape) => matched(bare, shape)).filter(({ value }) => !/^10\.4[23]\.\d+$/.test(value));
  return all.filter(({ at }, index) => all.findIndex((one) => one.at === at) === index);
}

/** Comments become blanks, so that places stay where they are. */
const withoutComments = (text: string) =>
  text.replace(/(^|\s)(\/\/|\*|#).*$|\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ' '));

const lineAt = (text: string, at: number) =>
  text.slice(text.lastIndexOf('\n', at - 1) + 1, `${text}\n`.indexOf('\n', at));

interface Found extends Pin {
  readonly path: string;
  readonly text: string;
  readonly by: readonly string[];
}

const found: readonly Found[] = paths.flatMap((path) => {
  const text = readFileSync(join(repository, path), 'utf8');
  const taken = managers
    .filter(({ reads }) => reads(path))
    .flatMap(({ name, pins }) => pins(text).map((pin) => ({ ...pin, manager: name })));
  const places = new Map([...looksPinned(text), ...taken].map((pin) => [pin.at, pin]));
  return [...places.values()].map((pin) => ({
    ...pin,
    path,
    text,
    by: taken.filter(({ at }) => at === pin.at).map(({ manager }) => manager),
  }));
});

const excepted = ({ path, text, at }: Found) =>
  none.find(({ file, text: line }) => file.test(path) && line.test(lineAt(text, at)));
const pins = found.filter((pin) => !excepted(pin));

test('every version that is pinned in the repository is found by exactly one manager', () => {
  const wrong = pins.filter(({ by }) => by.length !== 1);
  expect(
    wrong.map(({ path, text, at, by }) => `${path}: ${lineAt(text, at).trim()}: ${by.join(', ') || 'nobody'}`),
  ).toEqual([]);
  expect(new Set(pins.flatMap(({ by }) => by))).toEqual(new Set(managers.map(({ name }) => name)));
});

test('an exception that no place needs is gone', () => {
  const used = new Set(found.flatMap((pin) => excepted(pin) ?? []));
  expect(none.filter((exception) => !used.has(exception))).toEqual([]);
  for (const pin of found.filter(excepted)) expect(pin.by).toEqual([]);
});

test('the update of a pin changes its version, in the line that names it, and nothing else', () => {
  for (const { path, text, at, name, value } of pins) {
    const updated = `${text.slice(0, at)}9999.0.0${text.slice(at + value.length)}`;
    const [before, after] = [text.split('\n'), updated.split('\n')];
    const moved = after.flatMap((line, index) => (line === before[index] ? [] : [index]));
    expect([path, name, moved.length]).toEqual([path, name, 1]);
    const line = moved[0] ?? 0;
    expect(before.slice(Math.max(0, line - 1), line + 1).join('\n')).toContain(name);
    expect(after[line]).toBe(before[line]?.replace(value, '9999.0.0'));
  }
});

describe('an image of a job', () => {
  interface Rule {
    readonly matchPackageNames?: readonly string[];
    readonly matchFileNames?: readonly string[];
    readonly matchCurrentValue?: string;
    readonly allowedVersions?: string;
    readonly versioning?: string;
  }

  function offered(name: string, current: string, next: string): boolean {
    const rules = (renovate.packageRules as Rule[])
      .filter(({ matchPackageNames }) => matchPackageNames?.includes(name) ?? true)
      .filter(({ matchFileNames }) => matchFileNames?.includes('.gitlab/ci/**') ?? true)
      .filter(({ matchCurrentValue = '//' }) => new RegExp(matchCurrentValue.slice(1, -1)).test(current));
    const allowed = rules
      .flatMap(({ allowedVersions }) => allowedVersions ?? [])
      .filter((text) => text.startsWith('/'));
    const versioning = versioningOf('docker', rules.findLast(({ versioning }) => versioning)?.versioning);
    expect([name, versioning.isValid(current)]).toEqual([name, true]);
    return allowed.every((text) => new RegExp(text.slice(1, -1)).test(next)) && versioning.offers(current, next);
  }

  it.each([
    ['node', '24.21.0-trixie', ['24.22.0-trixie'], ['26.0.0-trixie', '24.22.0', '24.22.0-trixie-slim']],
    ['rancher/k3s', 'v1.36.4-k3s1', ['v1.36.5-k3s1', 'v1.36.4-k3s2'], ['v1.37.0-k3s1', 'v1.36.5-rc1-k3s1']],
    ['sonarsource/sonar-scanner-cli', '12.2.0.4256_8.1.0', ['12.3.0.4300_8.1.0'], ['12.3', 'latest']],
    ['hashicorp/terraform', '1.11.4', ['1.12.0'], ['1.12.0-beta1', '1.12']],
    ['aquasec/trivy', '0.74.0', ['0.75.0'], ['0.75.0-amd64']],
  ])('%s is offered what it can take, and nothing of another flavour or line', (name, current, yes, no) => {
    const seen = pins.filter((pin) => pin.name === name && pin.path.startsWith('.gitlab/'));
    expect(seen.length).toBeGreaterThan(0);
    expect([...yes, ...no].filter((next) => offered(name, current, next))).toEqual(yes);
  });
});

describe('what looks like a pin', () => {
  it.each([
    ["  image: 'ghost:6.59.0',", ['6.59.0']],
    ['  image: ghcr.io/a/b:v1.2', ['v1.2']],
    ['ansible==13.0.1\n', ['13.0.1']],
    ['  "cdktf": "npm:cdktn@0.24.0",', ['0.24.0']],
    ["const version = 'v1.36.4+k3s1';", ['v1.36.4+k3s1']],
    ["mesh: '10.8.0.3', pods: '10.42.0.0/16', of one machine '10.42.1'", []],
    ['// Traefik 3.7.6 on', []],
    ["os: 'Debian 12'", []],
  ])('%j', (text, values) => expect(looksPinned(text).map(({ value }) => value)).toEqual(values));
});

describe('what merges by itself', () => {
  interface Rule {
    readonly automerge?: boolean;
    readonly matchUpdateTypes?: readonly string[];
    readonly matchPackageNames?: readonly string[];
    readonly matchFileNames?: readonly string[];
    readonly matchDepTypes?: readonly string[];
  }
  const rules = (renovate.packageRules as Rule[]).filter(({ automerge }) => automerge);

  /** Images of pods that mount a claim or a folder of their machine. */
  const withData = (() => {
    const files = readdirSync(join(repository, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.yaml'),
    );
    const documents = files.flatMap((file) => parseAllDocuments(readFileSync(join(repository, 'dist', file), 'utf8')));
    return new Set(documents.flatMap((document) => imagesWithData(document.toJS(), false)));
  })();

  it('is a patch or a digest, a week old at least, and of something by name', () => {
    expect(rules.length).toBeGreaterThan(0);
    expect(renovate.automerge).toBeUndefined();
    expect(renovate.minimumReleaseAge).toBe('7 days');
    for (const { matchUpdateTypes, matchPackageNames, matchFileNames, matchDepTypes } of rules) {
      expect(['patch', 'digest']).toEqual(expect.arrayContaining([...(matchUpdateTypes ?? ['anything'])]));
      expect(matchPackageNames ?? matchFileNames ?? matchDepTypes).toBeDefined();
    }
  });

  it('has no data at risk: no pod of it mounts a volume', () => {
    expect(withData).toContain('nextcloud');
    const named = rules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
    expect(named.filter((name) => withData.has(name))).toEqual([]);
    for (const name of named) expect(pins.map((pin) => pin.name)).toContain(name);
  });
});

interface Pod {
  readonly containers?: readonly { readonly image: string }[];
  readonly initContainers?: readonly { readonly image: string }[];
  readonly volumes?: readonly object[];
  readonly volumeClaimTemplates?: readonly object[];
}

function imagesWithData(value: unknown, claimed: boolean): string[] {
  if (value === null || typeof value !== 'object') return [];
  const { containers = [], initContainers = [], volumes = [], volumeClaimTemplates } = value as Pod;
  const data = claimed || volumeClaimTemplates !== undefined;
  const mounts = data || volumes.some((volume) => 'persistentVolumeClaim' in volume || 'hostPath' in volume);
  const images = mounts ? [...containers, ...initContainers].map(({ image }) => image?.split(':')[0] ?? '') : [];
  return [...images, ...Object.values(value).flatMap((part) => imagesWithData(part, data))];
}
