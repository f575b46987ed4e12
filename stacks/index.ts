import { version } from 'cdktf/package.json';
import { RootConstruct } from 'constructs';
import type { Inventory } from '../constructs/inventory.ts';
import type { Platform } from '../platform/types.ts';
import type { TerraformStackJson } from '../synth/model/model.ts';
import { Dns } from './dns.ts';
import { Forge } from './forge.ts';
import { ObjectStorage } from './object-storage.ts';
import type { PlatformStack } from './platform-stack.ts';
import { Servers } from './servers.ts';
import { Vault } from './vault.ts';

export { dnsRecords, recordAddress } from './dns-records.ts';
export { type StoragePolicy, storagePolicy } from './storage-policy.ts';
export type { ZoneRecord } from './zone-record.ts';

/** By its name, how each Terraform state of the platform is built: one that throws leaves the others be. */
export function stackBuilders(platform: Platform, inventory: Inventory): ReadonlyMap<string, () => TerraformStackJson> {
  const builders: [string, (root: RootConstruct) => PlatformStack][] = [
    ['servers', (root) => new Servers(root, platform)],
    ['object-storage', (root) => new ObjectStorage(root, platform)],
    ['dns', (root) => new Dns(root, platform, inventory)],
    ['forge', (root) => new Forge(root, platform)],
  ];
  if (platform.phase >= 3) builders.push(['vault', (root) => new Vault(root, platform, inventory)]);
  return new Map(builders.map(([name, build]) => [name, () => toJson(build(rootOfStacks()))]));
}

/** Every Terraform state of the platform, as the JSON that Terraform and OpenTofu read. Pure: same facts, same bytes. */
export function buildStacks(platform: Platform, inventory: Inventory): readonly TerraformStackJson[] {
  return [...stackBuilders(platform, inventory).values()].map((build) => build());
}

/** A cdktn `App` makes folders and reads the environment as soon as it is constructed; a plain root does neither. */
function rootOfStacks(): RootConstruct {
  const root = new RootConstruct();
  root.node.setContext('cdktfVersion', version);
  return root;
}

/** The key `//` stays: the cdktn command line reads the stack's name and backend there. */
function toJson(stack: PlatformStack): TerraformStackJson {
  stack.prepareStack();
  const { systems, fromPhase } = stack;
  return { name: stack.node.id, systems, fromPhase, json: stack.toTerraform() };
}
