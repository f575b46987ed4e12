import { version } from 'cdktf/package.json';
import type { TerraformStackJson } from '../model/model.ts';

/** What the cdktn command line reads first, as `manifest.json` beside the folder `stacks/`. */
export interface TerraformManifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, TerraformManifestStack>>;
}

interface TerraformManifestStack {
  readonly name: string;
  readonly constructPath: string;
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
  readonly annotations: readonly never[];
  readonly dependencies: readonly string[];
}

/** The version of the library that made the stacks; the command line compares it with its own. */
const cdktnVersion: string = version;

/** @see https://github.com/open-constructs/cdk-terrain/blob/main/packages/cdktn/src/manifest.ts */
export function terraformManifest(stacks: readonly TerraformStackJson[]): TerraformManifest {
  return { version: cdktnVersion, stacks: Object.fromEntries(stacks.map(({ name }) => [name, entry(name)])) };
}

function entry(name: string): TerraformManifestStack {
  const workingDirectory = `stacks/${name}`;
  return {
    name,
    constructPath: name,
    workingDirectory,
    synthesizedStackPath: `${workingDirectory}/cdk.tf.json`,
    annotations: [],
    dependencies: [],
  };
}
