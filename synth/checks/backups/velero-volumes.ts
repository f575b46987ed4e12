/*
 * Fields: PersistentVolumeClaim spec.storageClassName and metadata.annotations.volumeType.
 * Allowed: with velero and local-path `local`. Its file-system backup takes such volumes and refuses `hostPath` ones;
 * local-path can make both.
 */

import { check } from '../../model/check.ts';
import { volumeClaims } from '../../reading/volume-claims.ts';

const cure = "declare it with Service.volume(), which asks for volumeType 'local', or annotate it so";

export default check('volumes whose files Velero cannot save', (model) => {
  if (!model.platform.velero) return [];
  return volumeClaims(model)
    .filter(({ storageClass, volumeType }) => storageClass === 'local-path' && volumeType !== 'local')
    .map(({ path, id, volumeType }) => ({
      where: path,
      what: 'a volume that may be a hostPath: Velero cannot save the files of those',
      got: `${id}: volumeType ${volumeType ?? 'not set'}`,
      cure,
    }));
});
