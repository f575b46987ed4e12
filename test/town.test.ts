import { describe, expect, it } from 'vitest';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import type { Machine } from '../platform/types.ts';
import { findings } from '../synth/checks/index.ts';
import { kubernetesFiles } from '../synth/model/files.ts';
import { budgets } from '../synth/reading/budgets.ts';
import { Bench, plain } from './support/bench.ts';
import { type Composed, choices, modelOf } from './support/composed.ts';
import { loft, quay } from './support/platform.ts';
import { everythingSealed } from './support/sealed.ts';
import { town, townWith } from './support/town.ts';

const wellWith = (platform: Parameters<typeof townWith>[0]) => townWith({ ...platform, sealed: everythingSealed });
const files = ({ manifests }: Composed) => kubernetesFiles(manifests.documents);
const before = wellWith({});

describe.each(choices)('the fixture in phase %s with %s', (phase, gitops) => {
  it('is well, and no check finds anything', () => {
    const well = wellWith({ platform: { phase, gitops } });
    expect(findings(modelOf(well))).toEqual([]);
  });
});

it('brings Sealed Secrets in its second phase and Vault in its third', () => {
  const phases = ([1, 2, 3] as const).map((phase) => town(phase));
  expect(phases.map(({ manifests }) => manifests.names('HelmRelease'))).toEqual([
    ['cert-manager'],
    ['cert-manager', 'sealed-secrets'],
    ['cert-manager', 'sealed-secrets', 'vault'],
  ]);
  const backends = phases.map(({ inventory }) => new Set(inventory.secrets.map(({ backend }) => backend)));
  expect(backends.map((set) => [...set].sort())).toEqual([
    ['existing'],
    ['existing', 'sealed'],
    ['existing', 'sealed', 'vault'],
  ]);
});

/** As many machines as `count`: the two that exist, and newcomers that only the model knows. */
function machines(count: number): readonly Machine[] {
  const newcomers = Array.from({ length: count - 2 }, (_, index): Machine => {
    const number = index + 3;
    const ports = loft.ports.map((port) => (port.address ? { ...port, address: `10.77.0.${number}` as const } : port));
    const order = { ...loft.order, reason: 'a shed for more builds' };
    return { ...loft, order, name: `shed-${number}`, mesh: `10.77.0.${number}`, ports };
  });
  return [quay, loft, ...newcomers];
}

describe.each([3, 4, 10])('with %i machines and no other edit', (count) => {
  const grown = wellWith({ platform: { machines: machines(count) } });
  const names = grown.platform.machines.map(({ name }) => name);
  const model = modelOf(grown);
  const text = JSON.stringify(grown.manifests.all);

  it('the platform is well and no check finds anything', () => {
    expect(findings(model)).toEqual([]);
  });

  it('no object of what is there changes, but for what watches every machine', () => {
    const known = new Set(before.manifests.all.map((manifest) => JSON.stringify(manifest)));
    const changed = grown.manifests.all.filter((manifest) => !known.has(JSON.stringify(manifest)));
    expect(grown.manifests.all).toHaveLength(known.size);
    expect(changed.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      'ConfigMap monitoring/prometheus-config',
      // Its configuration is new, so that it starts again.
      'Deployment monitoring/prometheus',
      'NetworkPolicy monitoring/prometheus-to-machines',
      'ResourceQuota node-agents/claims',
    ]);
  });

  it('each machine has a budget, with what runs everywhere counted on it', () => {
    expect([...budgets(model).keys()]).toEqual(names);
    const rows =
      budgets(model)
        .get(`shed-${count}`)
        ?.rows.map(({ name }) => name) ?? [];
    expect(rows.some((name) => name.includes('node-exporter'))).toBe(true);
  });

  it('each machine is a node that Prometheus reads', () => {
    for (const { mesh } of grown.platform.machines) expect(text).toContain(`${mesh}:9100`);
  });

  it('each machine is Terraform’s to adopt or to order', () => {
    const servers = model.stacks.find(({ name }) => name === 'servers')?.json.resource.ovh_vps;
    expect(Object.keys(servers)).toEqual(names);
  });

  it('no pod of prod may be scheduled on a machine of the lab', () => {
    const pinned = grown.inventory.workloads.filter(({ place }) => !place.machines);
    const strays = pinned.filter(
      ({ place, node }) => node.path.startsWith('prod-') && !place.machine.tiers.includes('prod'),
    );
    expect(strays).toEqual([]);
  });
});

it('a service may be put on a further machine by name', () => {
  const third: Machine = { ...loft, name: 'third', mesh: '10.77.0.3', tiers: ['prod', 'dev'] };
  const { manifests } = wellWith({
    platform: { machines: [quay, loft, third] },
    add: (app) => {
      new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'kiosk', { node: 'third' }).workload('web', plain);
    },
  });
  expect(manifests.pod('kiosk').nodeSelector).toEqual({ 'kubernetes.io/hostname': 'third' });
});

it('one more service writes its own files and touches no other, but for what is said of a new folder and of what is missing', () => {
  const after = wellWith({
    add: (app) => {
      new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'kiosk').workload('web', plain);
    },
  });
  const known = files(before);
  const changed = [...files(after)].filter(([path, text]) => known.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual([
    'flux/layers.yaml',
    'kubernetes/configuration/plot/namespace.yaml',
    'kubernetes/services/monitoring/prometheus.yaml',
    'kubernetes/services/plot/kiosk.yaml',
  ]);
});
