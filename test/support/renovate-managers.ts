import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../synth/command/command-line.ts';

/** A version where it stands: a part of a text that a bot replaces by another version. */
export interface Pin {
  readonly name: string;
  readonly value: string;
  /** Where the value begins. */
  readonly at: number;
}

export interface Manager {
  readonly name: string;
  readonly reads: (path: string) => boolean;
  readonly pins: (text: string) => readonly Pin[];
}

export const renovate = JSON.parse(readFileSync(join(repository, 'renovate.json'), 'utf8'));

/** Every match of an expression with the groups `depName` and `currentValue`. */
export function matched(text: string, pattern: RegExp): Pin[] {
  return [...text.matchAll(new RegExp(pattern.source, 'dg'))].map(({ groups, indices }) => ({
    name: groups?.['depName'] ?? '',
    value: groups?.['currentValue'] ?? '',
    at: indices?.groups?.['currentValue']?.[0] ?? -1,
  }));
}

interface Custom {
  readonly description: string;
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

const custom = (renovate.customManagers as Custom[]).map(({ description, managerFilePatterns, matchStrings }) => ({
  name: description,
  reads: (path: string) => managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(path)),
  pins: (text: string) => matchStrings.flatMap((pattern) => matched(text, new RegExp(pattern))),
}));

/** What Renovate brings by itself, as far as our files need it. @see https://docs.renovatebot.com/modules/manager/ */
const own: Readonly<Record<string, Manager>> = {
  npm: {
    name: 'npm',
    reads: (path) => path.endsWith('package.json'),
    pins: (text) =>
      matched(text, /"(?<depName>[@\w/.-]+)": "(?:npm:[^@"]+@)?(?<currentValue>\d+\.\d+\.\d+)"/).filter(
        ({ name }) => name !== 'version',
      ),
  },
  gomod: {
    name: 'gomod',
    reads: (path) => path.endsWith('go.mod'),
    // What is `// indirect` comes with the others, and Renovate leaves it to them.
    pins: (text) =>
      matched(text, /(?:^|\n)(?:require )?\s*(?<depName>[\w.]+\.[\w.]+\/\S+) (?<currentValue>v\S+)(?=\n)/).filter(
        // What is replaced has no version.
        ({ value }) => value !== 'v0.0.0',
      ),
  },
  pip_requirements: {
    name: 'pip_requirements',
    reads: (path) => /requirements.*\.txt$/.test(path),
    pins: (text) => matched(text, /(?:^|\n)(?<depName>[\w.-]+)==(?<currentValue>[\d.]+)/),
  },
  'ansible-galaxy': {
    name: 'ansible-galaxy',
    reads: (path) => /(^|\/)requirements\.ya?ml$/.test(path),
    pins: (text) => matched(text, /name: (?<depName>\S+)\n\s+version: (?<currentValue>[\d.]+)/),
  },
};

/** Who reads our files: those of `renovate.json` that we wrote, and those that it enables. */
export const managers: readonly Manager[] = [
  ...custom,
  ...(renovate.enabledManagers as string[])
    .filter((name) => name !== 'custom.regex')
    .map((name) => {
      const found = own[name];
      if (!found) throw new Error(`${name} is enabled in renovate.json: say here what it reads`);
      return found;
    }),
];
