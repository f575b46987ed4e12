import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { k3sVersion } from '../platform/read-versions.ts';
import { charts, fluxVersion, images } from '../platform/versions.ts';

const docs = join(import.meta.dirname, '../docs');

/** What is pinned of each program that a recovery step runs. */
const pinned: Readonly<Record<string, string>> = {
  vault: images.vault.split(':')[1] as string,
  'vault-chart': charts.vault.version,
  flux: fluxVersion,
  'argo-cd-chart': charts.argoCd.version,
  k3s: k3sVersion,
  'sealed-secrets-chart': charts.sealedSecrets.version,
};

const rows = readFileSync(join(docs, 'recovery.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, step = '', where = '', program = '', version = '']) => ({ step, where, program, version }));

it.each(rows)('$step was proven on the $program that is pinned', ({ program, version }) => {
  expect(Object.keys(pinned)).toContain(program);
  expect(pinned[program]?.replace(/^v/, '')).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.`));
});

it('says of each program where its steps stand', () => {
  expect(new Set(rows.map(({ program }) => program))).toEqual(new Set(Object.keys(pinned)));
  const pages = rows.map(({ where }) => /\((.*)\)/.exec(where)?.[1] ?? '');
  expect(pages.filter((page) => !existsSync(join(docs, page)))).toEqual([]);
});

it('holds Flux in its own name: what kubectl sets in its own, `flux-system` takes back at its next round', () => {
  const root = join(docs, '..');
  const pattern = String.raw`patch .*(kustomization|helmrelease|"\$name").*(suspend|deletionPolicy)`;
  const found = execFileSync('git', ['grep', '-hE', pattern, '--', 'docs', 'hosts', 'synth', 'dist'], { cwd: root });
  const lines = found.toString().trim().split('\n');
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => !line.includes('--field-manager=flux'))).toEqual([]);
});
