import { describe, expect, it } from 'vitest';
import { compose } from '../main.ts';
import { systemsOf } from '../platform/systems.ts';
import { uyoop } from '../platform/uyoop.ts';

const combinations = ([1, 2, 3] as const).flatMap((phase) =>
  (['flux', 'argocd'] as const).map((gitops) => ({ phase, gitops })),
);

describe.each(combinations)('in phase $phase with $gitops', ({ phase, gitops }) => {
  const platform = { ...uyoop, phase, gitops };
  const { inventory, stacks, documents } = compose(platform, {});
  const systems = systemsOf(platform).filter(({ fromPhase }) => fromPhase <= phase);
  const later = systemsOf(platform).filter(({ fromPhase }) => fromPhase > phase);

  it('every row of the table is there, and nothing that no row names', () => {
    const named = new Set(systems.flatMap(({ services }) => services ?? []));
    expect([...named].sort()).toEqual(inventory.services.map(({ node }) => node.path).sort());
  });

  it('every service writes objects of its own', () => {
    const silent = inventory.services.filter(({ file }) => !documents.some((document) => document.file === file));
    expect(silent.map(({ node }) => node.path)).toEqual([]);
  });

  it('every stack that Terraform applies is named, and no other is written', () => {
    const named = new Set(systems.flatMap(({ stacks }) => stacks ?? []));
    expect(stacks.map(({ name }) => name).sort()).toEqual([...named].sort());
  });

  it('knows nothing of what a later phase brings', () => {
    const services = inventory.services.map(({ node }) => node.path);
    const only = later
      .flatMap(({ services }) => services ?? [])
      .filter((service) => !systems.some((system) => system.services?.includes(service)));
    expect(services.filter((service) => only.includes(service))).toEqual([]);
  });
});

it('names each system of the platform once', () => {
  const names = systemsOf(uyoop).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('Mirror to GitHub');
});
