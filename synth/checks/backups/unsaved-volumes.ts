/*
 * Fields: PersistentVolumeClaim metadata, StatefulSet spec.volumeClaimTemplates; BackupClaim.
 * Allowed: a claim that a BackupClaim names. A StatefulSet's own volumes have names that no claim knows.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { at, listOf } from '../../reading/json.ts';
import { volumeClaims } from '../../reading/volume-claims.ts';
import { written } from '../../reading/written.ts';

const cure = "use Service.volume() with backup: 'daily', or noBackup('why it may be lost')";

export default wholeCheck('state without a backup tier and without a written reason', (model) => {
  const saved = new Set(model.inventory.backups.map(({ namespace, volume }) => `${namespace}/${volume}`));
  const unsaved = volumeClaims(model).filter(({ id }) => !saved.has(id));
  const templated = written(model, 'StatefulSet').filter(
    ({ spec }) => listOf(at(spec, 'volumeClaimTemplates')).length > 0,
  );
  return [
    ...unsaved.map(({ path, id }) => letter(path, id)),
    ...templated.map(({ path, id }) => letter(path, `volumeClaimTemplates of ${id}`)),
  ];
});

function letter(where: string, got: string): Letter {
  return { where, what: 'state without a backup tier and without a written reason', got, cure };
}
