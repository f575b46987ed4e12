import { expect, test } from 'vitest';
import { buildCharts } from '../../charts/index.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import type { Machine } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import { kubernetesFiles } from '../../synth/model/files.ts';
import { Bench, plain, scratchApp } from '../support/bench.ts';
import { charted, composed } from '../support/composed.ts';

const [core, lab] = uyoop.machines as [Machine, Machine];
const third: Machine = { ...lab, name: 'third', mesh: '10.8.0.3', tiers: ['prod', 'dev'] };
const known = (name: string) => ({ ipv4: '203.0.113.30', wireguardKey: name }) as const;

test('a third machine changes no object of what is there, but for what watches every machine', () => {
  const owner = { ...uyoop.owner, machines: { ...uyoop.owner.machines, third: known('third') } };
  const grown = charted({ phase: 3, machines: [core, lab, third], owner });
  const before = new Set(composed(3).manifests.all.map((manifest) => JSON.stringify(manifest)));
  const changed = grown.manifests.all.filter((manifest) => !before.has(JSON.stringify(manifest)));
  expect(grown.manifests.all).toHaveLength(before.size);
  expect(changed.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
    'ConfigMap monitoring/prometheus-config',
    // Its configuration is new, so that it starts again.
    'Deployment monitoring/prometheus',
    'NetworkPolicy monitoring/prometheus-to-machines',
    'ResourceQuota node-agents/claims',
  ]);
});

test('a service may be put on it by name', () => {
  const app = scratchApp({ phase: 3, machines: [core, lab, third] });
  new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop', { node: 'third' }).workload('web', plain);
  const deployment = documentsOf(app).find(({ manifest }) => manifest.kind === 'Deployment');
  expect(deployment?.manifest.spec.template.spec.nodeSelector).toEqual({ 'kubernetes.io/hostname': 'third' });
});

test('one more service writes its own files and touches no other, but for the alert when it is missing', () => {
  const files = (add: boolean) => {
    const app = scratchApp({ phase: 3 });
    buildCharts(app);
    if (add) new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop').workload('web', plain);
    return kubernetesFiles(documentsOf(app));
  };
  const [before, after] = [files(false), files(true)];
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual([
    'kubernetes/configuration/plot/namespace.yaml',
    'kubernetes/services/monitoring/prometheus.yaml',
    'kubernetes/services/plot/shop.yaml',
  ]);
});

test('no name holds a hash, and no path either', () => {
  const { documents } = composed(3).manifests;
  const hashed = /-c[0-9a-f]{7}\b|-[0-9a-f]{8,}\b/;
  expect(documents.filter(({ file, manifest }) => hashed.test(file) || hashed.test(manifest.metadata.name))).toEqual(
    [],
  );
});
