import { buildCharts } from './charts/index.ts';
import { takeInventory } from './constructs/inventory.ts';
import { PlatformApp } from './constructs/platform-app.ts';
import type { SealedStore } from './constructs/sealed-store.ts';
import type { Platform } from './platform/types.ts';
import { documentsOf } from './synth/documents.ts';
import type { Model } from './synth/model.ts';

/** Builds everything that the platform is: charts, then the inventory, then what is derived from it. */
export function compose(platform: Platform, sealed: SealedStore): Model {
  const app = new PlatformApp({ platform, sealed });
  buildCharts(app);
  const inventory = takeInventory(app);
  return { platform, app, inventory, documents: documentsOf(app), stacks: [] };
}
