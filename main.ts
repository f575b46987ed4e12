import { type Build, buildCharts } from './charts/index.ts';
import { PlatformApp } from './constructs/facts/platform-app.ts';
import type { SealedStore } from './constructs/facts/sealed-store.ts';
import { type Inventory, takeInventory } from './constructs/inventory.ts';
import { diffCommand, explainCommand } from './diff/command/index.ts';
import { contractBuilders } from './hosts/contract/index.ts';
import type { Platform } from './platform/types.ts';
import { uyoop } from './platform/uyoop.ts';
import { secretsCommand, thisProcess } from './secrets/commands/command.ts';
import type { LoadAge } from './secrets/crypto/age.ts';
import { variantsOf } from './secrets/sealed/orphans.ts';
import { sealedSource } from './secrets/sealed/source.ts';
import { stackBuilders } from './stacks/index.ts';
import { filesOf, type SynthSurroundings, synthCommand } from './synth/command/synth-command.ts';
import { Attempts } from './synth/model/attempts.ts';
import { building } from './synth/model/building.ts';
import { writeDocuments } from './synth/model/documents.ts';
import type { Model } from './synth/model/model.ts';
import { eachOnce } from './synth/model/variants.ts';
import type { Bundle } from './synth/terminal/frames.ts';

/** Builds all that the platform is: charts, then the inventory, then what is derived from it. */
export function compose(platform: Platform, sealed: SealedStore, build: Build = buildCharts): Model {
  const app = new PlatformApp({ platform, sealed });
  const attempts = new Attempts();
  attempts.grow(app, () => build(app, (part) => attempts.grow(app, part)));
  const inventory = takeInventory(app);
  const inventoryIn = eachOnce(platform, (variant) => inventoryOf({ ...platform, ...variant }, build));
  const documents = writeDocuments(app, attempts);
  const stacks = attempts.collectEach('terraform/stacks', stackBuilders(platform, inventory));
  const contracts = attempts.collectEach('hosts', contractBuilders(platform, inventory));
  return { platform, app, inventory, inventoryIn, documents, stacks, contracts, refused: attempts.refused };
}

/** What a platform declares, and nothing of what follows from it. */
function inventoryOf(platform: Platform, build: Build = buildCharts): Inventory {
  const app = new PlatformApp({ platform, sealed: {} });
  building(app, () => build(app));
  return takeInventory(app);
}

interface Surroundings extends Omit<SynthSurroundings, 'root'> {
  /** age's library, when it is asked for. */
  readonly loadAge: LoadAge;
  /** What runs, with its source map. */
  readonly bundle: () => Bundle;
}

/** The command line. @param root the repository @returns the exit code @throws what ends the run, for `synth/run.mjs` to say */
export async function main(root: string, [command, ...args]: string[], around: Surroundings): Promise<number> {
  const own = () => compose(uyoop, sealedSource(root).store);
  const inventories = () => variantsOf(uyoop).map((variant) => inventoryOf(variant));
  if (command === 'diff') return diffCommand(root, args, uyoop, { ...around, compose: () => filesOf(own()) });
  if (command === 'explain') return explainCommand(args, own, around.bundle);
  if (command === 'secrets') return secretsCommand(root, args, inventories, uyoop, thisProcess(around.loadAge));
  return synthCommand(args, uyoop, compose, () => sealedSource(root), { root, ...around });
}
