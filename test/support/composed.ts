import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { type Inventory, takeInventory } from '../../constructs/inventory.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import type { GitOps, Phase, Platform, Tier } from '../../platform/types.ts';
import { buildStacks } from '../../stacks/index.ts';
import { building } from '../../synth/model/building.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import type { Model } from '../../synth/model/model.ts';
import { scratchApp } from './bench.ts';
import { contractsOf } from './contracts.ts';
import { Manifests } from './manifests.ts';

/** A finished tree, by its facts and by what is written. */
export interface Composed {
  readonly app: PlatformApp;
  readonly platform: Platform;
  readonly inventory: Inventory;
  readonly manifests: Manifests;
}

export function composedOf(app: PlatformApp): Composed {
  const inventory = takeInventory(app);
  return { app, platform: app.platform, inventory, manifests: new Manifests(documentsOf(app)) };
}

/** The model of a finished tree, as `main.ts` makes it. */
export function modelOf({ app, platform, inventory, manifests }: Composed): Model {
  const documents = manifests.documents;
  return {
    app,
    platform,
    inventory,
    inventoryIn: () => inventory,
    documents,
    stacks: buildStacks(platform, inventory),
    contracts: contractsOf(platform, inventory),
    refused: [],
  };
}

/** What `build` puts on the fixture platform, which is in phase 1 unless it is told otherwise. */
export function built(
  build: (app: PlatformApp) => void,
  changes: Partial<Platform> = {},
  sealed: SealedStore = {},
): Composed {
  const app = scratchApp(changes, sealed);
  return building(app, () => {
    build(app);
    return composedOf(app);
  });
}

/** One namespace of the fixture platform with what `build` puts there: a service by itself. */
export function alone(
  name: string,
  tier: Tier,
  build: (chart: NamespaceChart) => void,
  changes: Partial<Platform> = {},
): Composed {
  return built((app) => build(new NamespaceChart(app, name, { tier })), changes);
}

/** Every phase with either engine. */
export const choices = ([1, 2, 3] as const).flatMap((phase) =>
  (['flux', 'argocd'] as const).map((gitops): [Phase, GitOps] => [phase, gitops]),
);

/** Remembers what it once made of a phase and an engine. */
export function remembered<T>(make: (phase: Phase, gitops: GitOps) => T): (phase?: Phase, gitops?: GitOps) => T {
  const known = new Map<string, T>();
  return (phase = 3, gitops = 'flux') => {
    const key = `${phase} ${gitops}`;
    const value = known.get(key) ?? make(phase, gitops);
    known.set(key, value);
    return value;
  };
}
