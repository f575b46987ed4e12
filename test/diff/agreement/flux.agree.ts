import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, disagreements, recorded } from './answers.ts';
import { Cluster } from './cluster.ts';
import { Flux } from './flux.ts';
import { isAsked, observe } from './observed.ts';
import { pairs } from './pairs.ts';
import { record } from './record.ts';

const asked = pairs.filter(isAsked);
const given = new Map<string, Answer>();
let cluster: Cluster;
let flux: Flux;

beforeAll(async () => {
  cluster = await Cluster.reach();
  flux = await Flux.start(cluster);
  for (const [name, allowVolumeExpansion] of Object.entries({ 'local-path': false, longhorn: true }))
    await cluster.apply({
      ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name } },
      ...{ provisioner: `example.com/${name}`, allowVolumeExpansion },
    });
  // A DaemonSet makes a pod for each machine.
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'quay' } };
  await cluster.apply(node);
  await cluster.amend(node, { spec: { taints: null } });
});

afterAll(() => {
  record(given, { 'kube-apiserver': cluster.version, 'kustomize-controller': process.env.FLUX_VERSION ?? '' });
  flux.stop();
  cluster.close();
});

it('asks enough', () => expect(asked.length).toBeGreaterThanOrEqual(40));

it.concurrent.each(asked.map((pair, number) => [pair.name, pair, number] as const))('%s', async (_, pair, number) => {
  const answer = await observe(pair, number, cluster, flux);
  given.set(pair.name, answer);
  expect(disagreements(pair, answer)).toEqual([]);
  const { objects, restarted } = recorded.pairs[pair.name] ?? {};
  if (process.env.AGREE !== 'record')
    expect({ objects, restarted }).toEqual({ objects: answer.objects, restarted: answer.restarted });
});

it('a layer that begins to prune deletes nothing of what left Git before: Flux forgot it then', async () => {
  const name = `prune-${Date.now().toString(36)}`;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await cluster.apply(namespace);
  const file = (called: string) => ({
    file: `kubernetes/services/shop/${called}.yaml`,
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: called, namespace: name } },
  });
  const layer = (prune: boolean) => ({
    file: 'flux/layer.yaml',
    object: {
      ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
      metadata: { name: `${name}-layer`, namespace: 'flux-system' },
      spec: {
        ...{ interval: '1h', path: './dist/kubernetes/services', prune },
        sourceRef: { kind: 'GitRepository', name },
      },
    },
  });
  await flux.reconcile(name, [layer(false), file('stays'), file('leaves')], true);
  await flux.reconcile(name, [layer(false), file('stays')], true);
  await flux.reconcile(name, [layer(true), file('stays')], true);
  const found = [await cluster.get(file('stays').object), await cluster.get(file('leaves').object)];
  await flux.forget(name);
  await cluster.remove(namespace);
  expect(found.map((one) => one !== undefined)).toEqual([true, true]);
});
