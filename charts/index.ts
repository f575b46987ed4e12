import type { PlatformApp } from '../constructs/platform-app.ts';
import { ProdWeb } from './prod-web.ts';

/** Every namespace, in the order of declaration. `security` comes last: the portal's rules are read off all that stands before it. */
export function buildCharts(app: PlatformApp): void {
  new ProdWeb(app);
}
