/*
 * Fields: every field of every manifest.
 * Allowed: what the schema of its kind takes: Kubernetes's own and that of each CRD, unknown fields refused.
 */

import { check } from '../../model/check.ts';
import { schemaProblems } from '../../reading/schema.ts';

const wrongField = 'correct the field: the API server refuses it, or drops it in silence';
const wrongKind = 'correct the kind, or run npm run import with its CRD';

export default check('manifests that the API server or a CRD refuses, unknown fields included', (model) => {
  const { problems, unknown } = schemaProblems(model);
  return [
    ...unknown.map(({ path, kind }) => ({
      where: path,
      what: 'a kind that no schema describes',
      got: kind,
      cure: wrongKind,
    })),
    ...problems.map(({ path, object, problem, got }) => ({
      where: path,
      what: `${object}: ${problem}`,
      got,
      cure: wrongField,
    })),
  ];
});
