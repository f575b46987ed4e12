/*
 * Fields: every argument of every provider, resource and data block.
 * Allowed: what the provider's schema of this version takes, and what Terraform itself reads.
 */

import { check } from '../../model/check.ts';
import { blockProblems } from '../../reading/terraform-schema.ts';

const cure = "compare the block with the provider's documentation of this version";

export default check('Terraform blocks that their provider refuses', (model) =>
  blockProblems(model).map(({ where, what, got }) => ({ where, what, got, cure })),
);
