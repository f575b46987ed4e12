/*
 * Fields: whatever charts, constructs and stacks are given.
 * Allowed: what they take. Each that refuses is told with its own words, and what can be built without it is judged.
 */

import { check } from '../../model/check.ts';
import { schemaProblems } from '../../reading/schema.ts';

export default check('constructs and stacks that refuse what they are given', (model) => {
  // A value that stands in a manifest too is refused there.
  const told = schemaProblems(model).problems.map(({ got }) => got.replace(/^"(.*)"$/, "'$1'"));
  return model.refused.filter(({ got }) => !told.some((value) => got.includes(value)));
});
