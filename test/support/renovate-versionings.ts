/**
 * How Renovate reads a version: enough of each versioning that our pins use, written from its documentation and held against the
 * real one. @see https://docs.renovatebot.com/modules/versioning/
 */
export interface Versioning {
  isValid(version: string): boolean;
  /** Whether Renovate would propose a version to whoever has another one. */
  offers(current: string, next: string): boolean;
}

interface Parsed {
  readonly release: readonly number[];
  readonly prerelease: boolean;
  /** What must be the same in both. */
  readonly flavour: string;
}

type Parse = (version: string) => Parsed | undefined;

const versioning = (parse: Parse): Versioning => ({
  isValid: (version) => parse(version) !== undefined,
  offers: (current, next) => {
    const [from, to] = [parse(current), parse(next)];
    return !!from && !!to && !to.prerelease && from.flavour === to.flavour && compare(to.release, from.release) > 0;
  },
});

/** Numbers, a suffix behind the first dash that is the flavour, and as many numbers as before. */
const docker = versioning((version) => {
  const [head = '', ...suffix] = version.replace(/^v/, '').split('-');
  const match = /^(\d+(?:\.\d+)*)(\w*)$/.exec(head);
  if (!match) return undefined;
  const release = numbers(match[1]);
  return { release, prerelease: match[2] !== '', flavour: `${release.length} ${suffix.join('-')}` };
});

/** Numbers, and nothing of the rest but whether a word of it means unfinished. */
const loose = versioning((version) => {
  const match = /^v?(\d+(?:[.-]\d+)*)(.*)$/.exec(version);
  if (!match || match[0] === '') return undefined;
  const letter = /^[a-z]$/.test(match[2] ?? '') ? [(match[2] as string).charCodeAt(0)] : [];
  return { release: [...numbers(match[1]), ...letter], prerelease: false, flavour: '' };
});

/** Three numbers, no more and no fewer; behind a dash it is unfinished. */
const semver = versioning((version) => {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(version);
  if (!match) return undefined;
  return { release: numbers(match.slice(1, 4).join('.')), prerelease: match[4] !== undefined, flavour: '' };
});

const regex = (pattern: string): Versioning =>
  versioning((version) => {
    const groups = new RegExp(pattern).exec(version)?.groups;
    if (!groups) return undefined;
    const { major = '0', minor = '0', patch = '0', build = '0', prerelease, compatibility = '' } = groups;
    const release = numbers([major, minor, patch, build].join('.'));
    return { release, prerelease: prerelease !== undefined, flavour: compatibility };
  });

const byDatasource: Readonly<Record<string, Versioning>> = {
  docker,
  helm: semver,
  'github-releases': semver,
  'github-tags': semver,
  'terraform-provider': semver,
};

/** The versioning of a pin: what it names, or its datasource's own. */
export function versioningOf(datasource: string, name?: string): Versioning {
  if (name?.startsWith('regex:')) return regex(name.slice('regex:'.length));
  const found = name === undefined ? byDatasource[datasource] : { docker, loose, semver }[name];
  if (!found) throw new Error(`what versioning is '${name ?? datasource}'? Read it, and add it here`);
  return found;
}

const numbers = (text = ''): number[] => text.split(/[.-]/).map(Number);

function compare(left: readonly number[], right: readonly number[]): number {
  const places = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => index);
  const place = places.find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return place === undefined ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
