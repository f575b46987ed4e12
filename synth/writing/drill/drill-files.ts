import { machinesOf, serverOf } from '../../../constructs/facts/platform-app.ts';
import type { Inventory } from '../../../constructs/inventory.ts';
import type { Service } from '../../../constructs/service/service.ts';
import type { BackupTier, BackupTierName, Platform } from '../../../platform/types.ts';
import { type Files, toJson } from '../../model/files.ts';
import type { SavedState } from '../backups/contract.ts';
import { savedStates } from '../backups/states.ts';
import { inOrder, needsOf } from './order.ts';
import { drillMarkdown } from './page.ts';
import type { DrillPlan } from './plan.ts';
import { type Kept, servicePlan } from './service-plan.ts';
import { drillSteps } from './steps.ts';

/** The way back from nothing, for `npm run drill` and `hosts/restore.yaml`, and the same to read. */
export function drillFiles(platform: Platform, inventory: Inventory): Files {
  const plan = drillPlan(platform, inventory);
  return new Map([
    ['hosts/drill.json', toJson(plan)],
    ['report/drill.md', drillMarkdown(plan)],
  ]);
}

/** Pure: the same facts give the same plan. */
export function drillPlan(platform: Platform, inventory: Inventory): DrillPlan {
  const machines = machinesOf(platform);
  const states = new Map(machines.map((machine) => [machine.name, savedStates(platform, inventory, machine)]));
  const all = [...states.values()].flat();
  const kept = inOrder(inventory, needsOf(inventory)).flatMap((service): Kept[] => {
    const own = all.filter((state) => isOf(inventory, service, state));
    return own.length > 0 || service.afterRestore || isPublic(inventory, service) ? [{ service, states: own }] : [];
  });
  return {
    machines: machines.map(({ name }) => name),
    server: serverOf(platform).name,
    losesHours: losesHours(platform, all),
    services: Object.fromEntries(kept.map((one) => [one.service.node.path, servicePlan(one, platform.gitops)])),
    steps: drillSteps({ platform, inventory, states, kept }),
  };
}

/** A volume stands in its service; a bucket is of whoever holds its key. */
function isOf({ backups, buckets }: Inventory, service: Service, state: SavedState): boolean {
  const claim = backups.find(({ namespace, volume }) => namespace === state.namespace && volume === state.volume);
  if (claim?.outside?.kind === 'bucket') {
    const { bucket } = claim.outside;
    return buckets.some((one) => one.bucket === bucket && one.node.scope === service);
  }
  return claim?.node.scopes.includes(service) ?? false;
}

const isPublic = ({ exposures }: Inventory, service: Service): boolean =>
  exposures.some(({ node }) => node.scopes.includes(service));

function losesHours({ backups }: Platform, states: readonly SavedState[]): DrillPlan['losesHours'] {
  const tiers = Object.entries(backups) as [BackupTierName, BackupTier][];
  const used = tiers.filter(([name]) => states.some(({ tier }) => tier === name));
  return Object.fromEntries(used.map(([name, { maximumAgeHours }]) => [name, maximumAgeHours]));
}
