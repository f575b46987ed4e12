import type { TerraformElement } from 'cdktf';

/** Gives a block the name that Terraform knows it by, instead of one that is made from its path. */
export function named<T extends TerraformElement>(element: T, logicalId: string): T {
  element.overrideLogicalId(logicalId);
  return element;
}
