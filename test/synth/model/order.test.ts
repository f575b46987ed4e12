import { describe, expect, it } from 'vitest';
import { type Build, buildCharts } from '../../../charts/index.ts';
import { compose } from '../../../main.ts';
import type { Platform } from '../../../platform/types.ts';
import { uyoop } from '../../../platform/uyoop.ts';
import { sealedSource } from '../../../secrets/sealed/source.ts';
import { filesOf } from '../../../synth/command/synth-command.ts';
import { Bench } from '../../support/bench.ts';
import { alone } from '../../support/composed.ts';
import { repository } from '../command/command-line.ts';

const { store } = sealedSource(repository);
const synthesized = (platform: Platform = uyoop, build?: Build) => filesOf(compose(platform, store, build));
const written = synthesized();

/** A permutation that is the same every time. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed;
  const keyed = list.map((value) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return { value, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

/** Every namespace in another order: but for the engine, which is the first, and what is derived from all, which comes last. */
const inOrder =
  (seed: number): Build =>
  (app, attempt = (build) => build()) => {
    const parts: (() => void)[] = [];
    let first = true;
    buildCharts(app, (part) => {
      if (first) attempt(part);
      else parts.push(part);
      first = false;
    });
    const derived = parts.splice(-2);
    for (const part of [...shuffled(parts, seed), ...derived]) attempt(part);
  };

/** The keys of a record in another order. */
const reordered = <T extends object>(record: T, seed: number): T =>
  Object.fromEntries(shuffled(Object.entries(record), seed)) as T;

/** Machines, zones, buckets and ports are shown as the owner lists them; these are looked up by name. */
const reorderedFacts: Platform = {
  ...uyoop,
  owner: { ...uyoop.owner, machines: reordered(uyoop.owner.machines, 2) },
  mirrored: [...uyoop.mirrored].reverse(),
  published: [...uyoop.published].reverse(),
};

describe('an order that has no meaning leaves no trace', () => {
  it('of the namespaces', () => {
    expect(synthesized(uyoop, inOrder(1))).toEqual(written);
  });

  it('of the namespaces, of the facts of machines and of mirrored projects', () => {
    expect(synthesized(reorderedFacts, inOrder(2))).toEqual(written);
  });

  it('of the services in a namespace', () => {
    const named = (...ids: readonly string[]) =>
      alone('prod-shop', 'prod', (chart) => ids.forEach((id) => void new Bench(chart, id))).inventory.services;
    expect(named('pear', 'apple', 'fig').map(({ node }) => node.id)).toEqual(['apple', 'fig', 'pear']);
  });
});
