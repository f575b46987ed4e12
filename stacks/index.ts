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

/** Every Terraform state of the platform, as the JSON that Terraform and OpenTofu read. Pure: same facts, same bytes. */
export function buildStacks(platform: Platform, inventory: Inventory): readonly TerraformStackJson[] {
  // A cdktn `App` makes folders and reads the environment as soon as it is constructed; a plain root does neither.
  const root = new RootConstruct();
  root.node.setContext('cdktfVersion', version);
  const stacks = [
    new Servers(root, platform),
    new ObjectStorage(root, platform),
    new Dns(root, platform, inventory),
    new Forge(root, platform),
    ...(platform.phase >= 3 ? [new Vault(root, platform, inventory)] : []),
  ];
  return stacks.map(toJson);
}

/** The key `//` stays: the cdktn command line reads the stack's name and backend there. */
function toJson(stack: PlatformStack): TerraformStackJson {
  stack.prepareStack();
  const { systems, fromPhase } = stack;
  return { name: stack.node.id, systems, fromPhase, json: stack.toTerraform() };
}
