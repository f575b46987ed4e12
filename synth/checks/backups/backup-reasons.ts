/*
 * Fields: BackupClaim.backup.none.
 * Allowed: ten letters and more, which say why the state may be lost.
 */

import { shown } from '../../../platform/values/value-kind.ts';
import { check } from '../../model/check.ts';
import { isReason } from '../../reading/relaxations.ts';

const cure = 'write in a few words why this state may be lost';

export default check('state that is not saved for a reason that says too little', ({ inventory }) =>
  inventory.backups.flatMap(({ node, backup, namespace, volume }) => {
    if (typeof backup === 'string' || isReason(backup.none)) return [];
    const what = `${namespace}/${volume} is not saved, and the reason says too little`;
    return [{ where: node.path, what, got: shown(backup.none), cure }];
  }),
);
