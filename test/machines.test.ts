import { describe, expect, it } from 'vitest';
import { compose } from '../main.ts';
import type { Machine } from '../platform/types.ts';
import { uyoop } from '../platform/uyoop.ts';
import { platformProblems } from '../platform/validation.ts';
import { readSealedStore } from '../secrets/sealed/store.ts';
import { budgets } from '../synth/checks/capacity.ts';
import { findings } from '../synth/checks/index.ts';
import { repository } from './synth/command/command-line.ts';

const [core, lab] = uyoop.machines as [Machine, Machine];
const { store } = readSealedStore(repository);

/** As many machines as `count`: the two that exist, and newcomers that only the model knows. */
function machines(count: number): readonly Machine[] {
  const newcomers = Array.from({ length: count - 2 }, (_, index): Machine => {
    const number = index + 3;
    const ports = lab.ports.map((port) => (port.address ? { ...port, address: `10.8.0.${number}` as const } : port));
    return { ...lab, name: `lab-${number}`, mesh: `10.8.0.${number}`, ports };
  });
  return [core, lab, ...newcomers];
}

describe.each([3, 4, 10])('with %i machines and no other edit', (count) => {
  const platform = { ...uyoop, machines: machines(count) };
  const names = platform.machines.map(({ name }) => name);
  const model = compose(platform, store);
  const text = JSON.stringify(model.documents.map(({ manifest }) => manifest));

  it('the platform is well and no check finds anything', () => {
    expect(platformProblems(platform)).toEqual([]);
    expect(findings(model)).toEqual([]);
  });

  it('each machine has a budget, with what runs everywhere counted on it', () => {
    expect([...budgets(model).keys()]).toEqual(names);
    const rows =
      budgets(model)
        .get(`lab-${count}`)
        ?.rows.map(({ name }) => name) ?? [];
    expect(rows.some((name) => name.includes('node-exporter'))).toBe(true);
  });

  it('each machine is a node that Prometheus reads', () => {
    for (const { mesh } of platform.machines) expect(text).toContain(`${mesh}:9100`);
  });

  it('each machine is Terraform’s to adopt or to order', () => {
    const servers = model.stacks.find(({ name }) => name === 'servers')?.json.resource.ovh_vps;
    expect(Object.keys(servers)).toEqual(names);
  });

  it('no pod of prod may be scheduled on a machine of the lab', () => {
    const pinned = model.inventory.workloads.filter(({ place }) => !place.machines);
    const strays = pinned.filter(
      ({ place, node }) => node.path.startsWith('prod-') && !place.machine.tiers.includes('prod'),
    );
    expect(strays).toEqual([]);
  });
});
