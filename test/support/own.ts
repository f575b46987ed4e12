import { buildCharts } from '../../charts/index.ts';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { type Composed, composedOf, remembered } from './composed.ts';

/** The owner's charts on the owner's platform with other facts. What is asked of it must hold whatever the owner writes. */
export function ownWith(changes: Partial<Platform>): Composed {
  const app = new PlatformApp({ platform: { ...uyoop, ...changes }, sealed: {} });
  buildCharts(app);
  return composedOf(app);
}

/** The owner's platform in a phase and with an engine, built once a test file. */
export const own = remembered((phase, gitops) => ownWith({ phase, gitops }));
