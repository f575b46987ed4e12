import { expect, test } from 'vitest';
import { depthOf, foldersOf } from '../../../../constructs/services/gitops/folders.ts';
import { choices } from '../../../support/composed.ts';
import { town } from '../../../support/town.ts';

const folder = (name: string, ...dependsOn: string[]) => ({ name, path: '', dependsOn, startupSeconds: 300 });

test('two folders that wait for each other are told by their way', () => {
  const circle = [folder('a', 'b'), folder('b', 'c'), folder('c', 'a')];
  expect(() => depthOf('a', circle)).toThrow(
    'a waits for b waits for c waits for a: none of them would ever be applied',
  );
  expect(depthOf('c', [folder('a'), folder('b', 'a'), folder('c', 'a', 'b')])).toBe(2);
});

test.each(choices)('in phase %s with %s every kind that a chart brings is waited for', (phase, gitops) => {
  const { app, manifests } = town(phase, gitops);
  const folders = new Map(foldersOf(app).map((one) => [one.path, one.dependsOn]));
  // K3s, or the engine's own bootstrap, brings the rest.
  const brought = { 'cert-manager.io': 'operators-cert-manager', 'bitnami.com': 'operators-sealed-secrets' };
  const there =
    /^(v1|apps\/|batch\/|rbac\.|networking\.k8s|scheduling\.|discovery\.|traefik\.io|helm\.cattle|(helm|source)\.toolkit|argoproj|policy\/)/;
  for (const { file, manifest } of manifests.documents.filter(({ file }) => file.startsWith('kubernetes/'))) {
    if (there.test(manifest.apiVersion)) continue;
    const bringer = Object.entries(brought).find(([group]) => manifest.apiVersion.startsWith(group))?.[1];
    expect(folders.get(`dist/${file.split('/').slice(0, 3).join('/')}`), manifest.apiVersion).toContain(bringer);
  }
});
