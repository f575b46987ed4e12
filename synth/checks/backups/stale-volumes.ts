/*
 * Fields: CronJob, Job, Deployment, StatefulSet and DaemonSet spec.template.spec.volumes[*].persistentVolumeClaim; BackupClaim.
 * Allowed: a saved volume that something mounts which runs all the time, or one whose BackupClaim names the file that each run
 * writes. A job that fails leaves what it made before, and the backup saves that on time.
 */

import { check } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = "name the file that each run writes: Service.volume() with freshFile: 'state.dump'";

export default check('a state that jobs make, saved without a look at how old it is', (model) => {
  const jobs = claimsOf(model, true);
  const lasting = claimsOf(model, false);
  return model.inventory.backups.flatMap(({ node, backup, namespace, volume, freshFile }) => {
    const id = `${namespace}/${volume}`;
    const made = jobs.has(id) && !lasting.has(id);
    if (!made || typeof backup !== 'string' || freshFile !== undefined) return [];
    return [
      { where: node.path, what: 'jobs alone make this state, and an old one would be saved on time', got: id, cure },
    ];
  });
});

const claimsOf = (model: Model, finite: boolean): ReadonlySet<string> =>
  new Set(
    podTemplates(model)
      .filter((template) => template.finite === finite)
      .flatMap(({ namespace, volumes }) => volumes.flatMap(({ claim }) => (claim ? `${namespace}/${claim}` : []))),
  );
