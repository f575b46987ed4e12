import { ingressOf, PlatformApp } from '../../constructs/facts/platform-app.ts';
import { type Inventory, takeInventory } from '../../constructs/inventory.ts';
import { DnsRecord } from '../../constructs/web/dns-record.ts';
import type { Host, MachineFacts, Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { buildStacks } from '../../stacks/index.ts';
import type { TerraformStackJson } from '../../synth/model/model.ts';

/** An inventory whose public names lead to the ingress machine. */
export function inventoryOf(platform: Platform, ...hosts: readonly Host[]): Inventory {
  const app = new PlatformApp({ platform, sealed: {} });
  hosts.forEach((host, index) => {
    new DnsRecord(app, `record-${index}`, { host, machine: ingressOf(platform) });
  });
  return takeInventory(app);
}

export function stack(name: string, platform: Platform = uyoop, ...hosts: readonly Host[]): TerraformStackJson {
  const found = buildStacks(platform, inventoryOf(platform, ...hosts)).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no stack '${name}'`);
  return found;
}

/** The platform with other facts about one machine. */
export function withMachine(name: string, facts: Partial<MachineFacts>): Platform {
  const machines = { ...uyoop.owner.machines };
  machines[name] = { ...(machines[name] as MachineFacts), ...facts };
  return { ...uyoop, owner: { ...uyoop.owner, machines } };
}

/** A reference as Terraform writes it. */
export function reference(path: string): string {
  return `\${${path}}`;
}
