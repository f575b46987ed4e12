import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { town } from '../../support/town.ts';

const { manifests } = town();
const values = (release: string) => manifests.one('HelmRelease', release).spec.values;

test('only who people work with, and identity, may push something out', () => {
  const pushing = manifests.of('PriorityClass').filter(({ preemptionPolicy }) => preemptionPolicy !== 'Never');
  expect(pushing.map(({ metadata }) => metadata.name).sort()).toEqual(['business', 'essential']);
});

test('identity and secrets outlive everything else of ours', () => {
  for (const name of ['authelia', 'authelia-sessions']) {
    expect(manifests.pod(name).priorityClassName).toBe('essential');
  }
  const { server, injector } = values('vault');
  expect([server.priorityClassName, injector.priorityClassName]).toEqual(['essential', 'essential']);
});

test('a chart’s pods name a class: without one they rank below the lab', () => {
  expect(values('cert-manager').global.priorityClassName).toBe('platform');
  expect(values('sealed-secrets').priorityClassName).toBe('platform');
});

test('what K3s installs before our classes exist takes the system’s own', () => {
  const charts = [manifests.one('HelmChart'), town(3, 'argocd').manifests.one('HelmChart')];
  const [flux, argo] = charts.map(({ spec }) => parse(spec.valuesContent));
  expect(flux.priorityClassName).toBe('system-cluster-critical');
  expect(argo.global.priorityClassName).toBe('system-cluster-critical');
});

test('every pod of ours names a class that exists', () => {
  const classes = manifests.names('PriorityClass');
  const named = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) =>
    manifests.of(kind).map(({ spec }) => spec.template.spec.priorityClassName),
  );
  expect(named.filter((name) => !classes.includes(name))).toEqual([]);
});
