import { at, textOf } from '../../../synth/reading/json.ts';
import { claimOn, isRemoved, type Rule, whole } from '../../change/change.ts';
import { isLetGo } from '../../sides/layers.ts';
import { isGuarded } from '../../sides/pods.ts';
import { hasStack } from '../../sides/stacks.ts';
import { holdsStorage } from '../../sides/volumes.ts';
import type { Entity } from '../../tree/entity.ts';

type Says = (entity: Entity) => string;

/** What goes with a thing that leaves Git, by its kind. */
const losses: Readonly<Record<string, Says>> = {
  PersistentVolumeClaim: (entity) =>
    isGuarded(entity)
      ? 'the claim leaves Git; its prune guard keeps the volume in the cluster, where nothing mounts or saves it any more'
      : `the engine deletes the claim, and ${storageOf(entity)} the data with it`,
  StatefulSet: () => 'the server is deleted: nothing answers for its data any more',
  Namespace: (entity) =>
    isGuarded(entity)
      ? 'the namespace leaves Git; its prune guard keeps it, and what no engine deletes, in the cluster'
      : 'the namespace is deleted with everything in it, volumes included',
  ovh_cloud_project_storage: (entity) =>
    `Terraform destroys the bucket ${textOf(at(entity.value, 'name')) ?? entity.name} and its objects: prevent_destroy goes with the block`,
  ovh_vps: () => 'Terraform ends the VPS at OVH, and its disk goes with it',
  ovh_domain_zone: () => 'Terraform gives the zone up: every name in it ends',
  vault_mount: (entity) => `Vault deletes every secret below ${textOf(at(entity.value, 'path')) ?? entity.name}/`,
  HelmRelease: (entity) =>
    holdsStorage(at(entity.value, 'spec', 'values'))
      ? 'the chart is uninstalled: its server goes, and its volume stays without one'
      : '',
};

/** What stays without being looked after, since its layer lets go of it. */
const kept: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'the claim leaves Git, and its layer lets go of it: nothing saves the volume any more',
};

/** Something that holds data leaves Git. A stack that leaves as a whole takes nothing with it: nobody applies it any more. */
export const removed: Rule = (changed, sides) => {
  const { entity } = changed;
  if (!isRemoved(changed) || (entity.layer === 'terraform' && !hasStack(sides.after, entity.home))) return [];
  const says = isLetGo(entity, sides) && !isGuarded(entity) ? kept[entity.kind] : losses[entity.kind]?.(entity);
  return says ? claimOn(whole(changed), says) : [];
};

const storageOf = ({ value }: Entity): string => textOf(at(value, 'spec', 'storageClassName')) ?? 'the storage class';
