import type { Platform } from '../../../platform/types.ts';
import type { Inventory } from '../../index.ts';
import type { RuleGroup } from './alerts/alert.ts';
import { drillAlerts } from './alerts/drill.ts';
import { machineAlerts } from './alerts/machines.ts';
import { serviceAlerts } from './alerts/services.ts';
import { stateAlerts } from './alerts/state.ts';
import { webAlerts } from './alerts/web.ts';
import type { JobKind } from './metrics/metric-catalog.ts';
import { systemAlerts } from './systems/alerts.ts';

/** Every alert: who is new in the model brings his own. */
export function ruleGroups(
  platform: Platform,
  inventory: Inventory,
  kinds: ReadonlySet<JobKind>,
): readonly RuleGroup[] {
  return [
    ...stateAlerts(platform, inventory),
    drillAlerts,
    machineAlerts,
    serviceAlerts(inventory),
    ...webAlerts(platform, inventory),
    systemAlerts(kinds),
  ];
}
