import { ingressOf, PlatformApp } from '../../constructs/facts/platform-app.ts';
import { type Inventory, takeInventory } from '../../constructs/inventory.ts';
import { DnsRecord } from '../../constructs/web/dns-record.ts';
import type { MachineFacts, Platform } from '../../platform/types.ts';
import { buildStacks } from '../../stacks/index.ts';
import type { TerraformStackJson } from '../../synth/model/model.ts';
import { fixture, host } from '../support/platform.ts';

/** An inventory whose public names lead to the ingress machine. */
export function inventoryOf(platform: Platform, ...hosts: readonly string[]): Inventory {
  const app = new PlatformApp({ platform, sealed: {} });
  hosts.forEach((name, index) => {
    new DnsRecord(app, `record-${index}`, { host: host(name), machine: ingressOf(platform) });
  });
  return takeInventory(app);
}

export function stack(name: string, platform: Platform = fixture, ...hosts: readonly string[]): TerraformStackJson {
  const found = buildStacks(platform, inventoryOf(platform, ...hosts)).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no stack '${name}'`);
  return found;
}

/** The platform with other facts about one machine. */
export function withMachine(name: string, facts: Partial<MachineFacts>): Platform {
  const machines = { ...fixture.owner.machines };
  machines[name] = { ...(machines[name] as MachineFacts), ...facts };
  return { ...fixture, owner: { ...fixture.owner, machines } };
}

/** A reference as Terraform writes it. */
export function reference(path: string): string {
  return `\${${path}}`;
}
