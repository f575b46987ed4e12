import { type Files, toJson } from '../model/files.ts';
import type { TerraformStackJson } from '../model/model.ts';
import { terraformManifest } from './terraform-manifest.ts';

/** Terraform stacks as Terraform reads them, and the manifest that the cdktf command line wants beside them. */
export function terraformFiles(stacks: readonly TerraformStackJson[]): Files {
  const files = stacks.map(({ name, json }) => [`terraform/stacks/${name}/cdk.tf.json`, toJson(json)] as const);
  return new Map([...files, ['terraform/manifest.json', toJson(terraformManifest(stacks))]]);
}
