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
import { uyoop } from '../../../platform/uyoop.ts';
import { scratchApp } from '../../support/bench.ts';

const inPhase = (phase: Platform['phase']): Platform => ({ ...uyoop, phase });
const names = (platform: Platform) => machinesOf(platform).map(({ name }) => name);

test('a machine exists from its phase on', () => {
  expect(names(inPhase(1))).toEqual(['core-prod']);
  expect(names(inPhase(2))).toEqual(['core-prod', 'ai-lab']);
});

test('a service lands on the first machine that takes its tier, or on the one it names', () => {
  expect(machineFor(uyoop, 'prod').name).toBe('core-prod');
  expect(machineFor(uyoop, 'dev').name).toBe('ai-lab');
  expect(machineFor(uyoop, 'platform', 'core-prod').name).toBe('core-prod');
});

test('a tier that no machine takes throws, and says which machines there are', () => {
  expect(() => machineFor(inPhase(1), 'dev')).toThrow("phase 1 has no machine for tier 'dev' (it has core-prod)");
});

test('a machine that is unknown, too early or of another tier throws', () => {
  expect(() => machineFor(uyoop, 'prod', 'nowhere')).toThrow("no machine called 'nowhere' (it has core-prod, ai-lab)");
  expect(() => machineFor(inPhase(1), 'dev', 'ai-lab')).toThrow("phase 1 has no machine called 'ai-lab'");
  expect(() => machineFor(uyoop, 'prod', 'ai-lab')).toThrow("machine 'ai-lab' takes dev, not tier 'prod'");
});

test('the server and the ingress are found, or missed', () => {
  expect([serverOf(uyoop).name, ingressOf(uyoop).name]).toEqual(['core-prod', 'core-prod']);
  expect(() => serverOf({ ...uyoop, machines: [] })).toThrow("no machine with role 'server'");
  expect(() => ingressOf({ ...uyoop, machines: [] })).toThrow('no machine with ingress: true');
});

test('a construct finds its platform at the root, which must be ours', () => {
  expect(platformOf(scratchApp({ name: 'other' })).name).toBe('other');
  expect(() => platformOf(new App())).toThrow('the root of the tree is no PlatformApp, got App');
});

test('a file’s path hangs on layer, namespace and service, never on the order of things', () => {
  expect(fileIn(uyoop, 'services', 'prod-web', 'ghost')).toBe('kubernetes/services/prod-web/ghost.yaml');
  expect(fileIn(uyoop, 'bootstrap', 'flux-system', 'flux')).toBe('bootstrap/flux/flux.yaml');
  expect(fileIn({ ...uyoop, gitops: 'argocd' }, 'gitops', 'argocd', 'layers')).toBe('argocd/layers.yaml');
});
