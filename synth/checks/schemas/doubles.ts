/*
 * Fields: apiVersion, kind, metadata.namespace and metadata.name.
 * Allowed: one object of a group, kind, namespace and name, whichever of the group's versions writes it.
 */

import { check } from '../../model/check.ts';
import type { Document } from '../../model/documents.ts';
import type { Model } from '../../model/model.ts';
import { at, textOf } from '../../reading/json.ts';
import { writtenOf } from '../../reading/written.ts';

const cure = 'give one of them another name: they would overwrite each other';

export default check('one object written twice', (model) => {
  const seen = new Map<string, string>();
  const claimed = claimedTwice(model);
  return model.documents.flatMap((document) => {
    const { path, kind, id, name } = writtenOf(document);
    const object = `${groupOf(document)}${kind} ${at(document.manifest, 'metadata', 'namespace') ? id : name}`;
    const first = seen.get(object);
    seen.set(object, first ?? path);
    if (first === undefined || (kind === 'SealedSecret' && claimed.has(id))) return [];
    return [{ where: path, what: `${object} is written twice`, got: `${first} and ${path}`, cure }];
  });
});

function groupOf({ manifest }: Document): string {
  const [group, version] = (textOf(manifest.apiVersion) ?? '').split('/');
  return version === undefined ? '' : `${group}/`;
}

/** Secrets that two claims make are refused as such. */
function claimedTwice({ inventory }: Model): ReadonlySet<string> {
  const homes = inventory.secrets.map(({ homes }) => homes.sealed);
  return new Set(homes.filter((home, index) => homes.indexOf(home) !== index));
}
