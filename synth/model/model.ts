import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import type { SystemName } from '../../platform/systems.ts';
import type { Phase, Platform } from '../../platform/types.ts';
import type { Refusal } from './attempts.ts';
import type { Document } from './documents.ts';
import type { MachineContract } from './machine-contract.ts';

/** A Terraform stack as Terraform reads it. */
export interface TerraformStackJson {
  readonly name: string;
  /** The rows of the table of systems that it makes. Default: none. */
  readonly systems?: readonly SystemName[];
  /** The first phase that it exists in. Default: 1. */
  readonly fromPhase?: Phase;
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON configuration syntax.
  readonly json: Readonly<Record<string, any>>;
}

/** All that is known once everything is built: what the checks read and the writer writes. */
export interface Model {
  readonly platform: Platform;
  readonly app: PlatformApp;
  readonly inventory: Inventory;
  /** What the platform holds in another phase, or with the other engine. @throws what refuses to be built there */
  readonly inventoryIn: (variant: Partial<Pick<Platform, 'phase' | 'gitops'>>) => Inventory;
  readonly documents: readonly Document[];
  readonly stacks: readonly TerraformStackJson[];
  /** What the machines of the phase must be, in the order of the platform. */
  readonly contracts: readonly MachineContract[];
  /** What refused to be built. With any of it the rest is parts and no whole: it is judged, and never written. */
  readonly refused: readonly Refusal[];
}
