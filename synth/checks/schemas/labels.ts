/*
 * Fields: labels and annotations of every metadata: an object's own, and those of the templates in it.
 * Allowed: keys that are qualified names; values of labels that are empty, or up to 63 letters, digits, -, _ and .
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { isNamePart, isQualifiedName } from '../../reading/dns-names.ts';
import { type Fields, fieldsOf, isFields, textMapOf } from '../../reading/json.ts';

const longValue = 'keep it to 63 letters, digits, -, _ and .';
const longKey = 'keep the part behind the slash to 63 letters, digits, -, _ and .';

export default check('labels and annotations that Kubernetes refuses', (model) =>
  model.documents.flatMap(({ path, manifest }) =>
    metadataIn(manifest).flatMap(({ labels, annotations }) => [
      ...wrongKeys(path, 'a label', labels),
      ...wrongValues(path, labels),
      ...wrongKeys(path, 'an annotation', annotations),
    ]),
  ),
);

function metadataIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(metadataIn);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'metadata' && isFields(inner) ? [inner] : metadataIn(inner),
  );
}

function wrongValues(where: string, labels: unknown): readonly Letter[] {
  return Object.entries(textMapOf(labels))
    .filter(([, text]) => text !== '' && !isNamePart(text))
    .map(([key, text]) => ({
      where,
      what: `the value of label '${key}' is too long or has characters that a label does not take`,
      got: `'${text}' (${text.length} characters)`,
      cure: longValue,
    }));
}

function wrongKeys(where: string, what: string, entries: unknown): readonly Letter[] {
  return Object.keys(fieldsOf(entries))
    .filter((key) => !isQualifiedName(key))
    .map((key) => ({ where, what: `the key of ${what} is no qualified name`, got: `'${key}'`, cure: longKey }));
}
