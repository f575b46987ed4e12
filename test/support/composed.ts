import { buildCharts } from '../../charts/index.ts';
import { type Inventory, takeInventory } from '../../constructs/inventory.ts';
import type { GitOps, Phase, Platform } from '../../platform/types.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import { scratchApp } from './bench.ts';
import { Manifests } from './manifests.ts';

export interface Composed {
  readonly inventory: Inventory;
  readonly manifests: Manifests;
}

/** Every chart on a platform of the test's own. */
export function charted(platform: Partial<Platform>): Composed {
  const app = scratchApp(platform);
  buildCharts(app);
  return { inventory: takeInventory(app), manifests: new Manifests(documentsOf(app)) };
}

const known = new Map<string, Composed>();

/** The real platform, built once a test file for each phase and engine. */
export function composed(phase: Phase = 3, gitops: GitOps = 'flux'): Composed {
  const key = `${phase} ${gitops}`;
  const whole = known.get(key) ?? charted({ phase, gitops });
  known.set(key, whole);
  return whole;
}
