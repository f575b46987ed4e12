import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import {
  fileIn,
  ingressOf,
  machineFor,
  machinesOf,
  platformOf,
  serverOf,
} from '../../../constructs/facts/platform-app.ts';
import type { Platform } from '../../../platform/types.ts';
import { scratchApp } from '../../support/bench.ts';
import { fixture } from '../../support/platform.ts';

const inPhase = (phase: Platform['phase']): Platform => ({ ...fixture, phase });
const names = (platform: Platform) => machinesOf(platform).map(({ name }) => name);

test('a machine exists from its phase on', () => {
  expect(names(inPhase(1))).toEqual(['quay']);
  expect(names(inPhase(2))).toEqual(['quay', 'loft']);
});

test('a service lands on the first machine that takes its tier, or on the one it names', () => {
  expect(machineFor(fixture, 'prod').name).toBe('quay');
  expect(machineFor(fixture, 'dev').name).toBe('loft');
  expect(machineFor(fixture, 'platform', 'quay').name).toBe('quay');
});

test('a tier that no machine takes throws, and says which machines there are', () => {
  expect(() => machineFor(inPhase(1), 'dev')).toThrow("phase 1 has no machine for tier 'dev' (it has quay)");
});

test('a machine that is unknown, too early or of another tier throws', () => {
  expect(() => machineFor(fixture, 'prod', 'nowhere')).toThrow("no machine called 'nowhere' (it has quay, loft)");
  expect(() => machineFor(inPhase(1), 'dev', 'loft')).toThrow("phase 1 has no machine called 'loft'");
  expect(() => machineFor(fixture, 'prod', 'loft')).toThrow("machine 'loft' takes dev, not tier 'prod'");
});

test('the server and the ingress are found, or missed', () => {
  expect([serverOf(fixture).name, ingressOf(fixture).name]).toEqual(['quay', 'quay']);
  expect(() => serverOf({ ...fixture, machines: [] })).toThrow("no machine with role 'server'");
  expect(() => ingressOf({ ...fixture, machines: [] })).toThrow('no machine with ingress: true');
});

test('a construct finds its platform at the root, which must be ours', () => {
  expect(platformOf(scratchApp({ name: 'other' })).name).toBe('other');
  expect(() => platformOf(new App())).toThrow('the root of the tree is no PlatformApp, got App');
});

test('a file’s path hangs on layer, namespace and service, never on the order of things', () => {
  expect(fileIn(fixture, 'services', 'prod-web', 'ghost')).toBe('kubernetes/services/prod-web/ghost.yaml');
  expect(fileIn(fixture, 'bootstrap', 'flux-system', 'flux')).toBe('bootstrap/flux/flux.yaml');
  expect(fileIn(fixture, 'bootstrap', 'flux-system', 'flux-operator')).toBe('bootstrap/flux/flux-operator.yaml');
  // K3s knows the file by its base name alone: what both engines have must be called differently.
  const both = (['flux', 'argocd'] as const).map((gitops) =>
    fileIn({ ...fixture, gitops }, 'bootstrap', 'a', 'namespace'),
  );
  expect(both).toEqual(['bootstrap/flux/flux-namespace.yaml', 'bootstrap/argocd/argocd-namespace.yaml']);
  expect(fileIn({ ...fixture, gitops: 'argocd' }, 'gitops', 'argocd', 'layers')).toBe('argocd/layers.yaml');
});
