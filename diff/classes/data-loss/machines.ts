import { at, textsOf } from '../../../synth/reading/json.ts';
import { claimOn, movement, type Rule } from '../../change/change.ts';
import { lastKey } from '../../compare/field.ts';
import { forcedNew } from '../../facts/forced.ts';
import { claimsOf, machineOf, templatePath } from '../../sides/pods.ts';
import type { Side } from '../../sides/side.ts';
import type { Entity } from '../../tree/entity.ts';

/** OVH lays the image down again, on an empty disk. What Terraform is told to ignore does not happen. */
export const reinstalled: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'ovh_vps') return [];
  const ignored = textsOf(at(entity.value, 'lifecycle', 'ignore_changes'));
  const image = fields.filter((field) => field.path[0] === 'image_id' && !ignored.includes('image_id'));
  const unguarded = (attribute: string) =>
    fields.filter((field) => field.path[0] === 'lifecycle' && field.before === attribute);
  return [
    ...claimOn(image, `OVH reinstalls the machine (image ${image.map(movement).join()}): its disk is wiped`),
    ...claimOn(
      unguarded('image_id'),
      'Terraform no longer ignores image_id: the next plan may reinstall the machine and wipe its disk',
    ),
    ...(forcedNew['ovh_vps'] ?? []).flatMap((attribute) =>
      claimOn(
        unguarded(attribute),
        `Terraform no longer ignores ${attribute}: the next plan may take a new machine for this one, and its disk goes with it`,
      ),
    ),
  ];
};

/** Pods that go to another machine leave a volume of local-path where it was. */
export const movedMachine: Rule = ({ before, after, fields }, sides) => {
  if (!before || !after || !templatePath(after.kind)) return [];
  const [old, fresh] = [machineOf(before), machineOf(after)];
  if (old === fresh || old === undefined) return [];
  const bound = [...claimsOf(after).values()].filter((claim) => staysBehind(sides.after, after, claim));
  const own = fields.filter((field) => field.path.includes('nodeSelector') || lastKey(field) === 'nodeSelector');
  if (bound.length === 0) return [];
  return claimOn(
    own,
    `moves from ${old} to ${fresh ?? 'any machine'}: ${bound.join(', ')} stays on ${old}'s disk, so that its pod waits for a volume it cannot reach; restore there first`,
  );
};

/** Only storage that copies itself between machines follows a pod. */
function staysBehind(side: Side, { home }: Entity, claim: string): boolean {
  const storage = at(side.find(`PersistentVolumeClaim ${home}/${claim}`)?.value, 'spec', 'storageClassName');
  return storage !== 'longhorn';
}
