import { at, itemsOf } from '../../../synth/reading/json.ts';
import { claimOn, type Rule } from '../../change/change.ts';
import { canonical } from '../../compare/lists.ts';
import { podSpecOf, strategyOf, templatePath } from '../../sides/pods.ts';
import type { Sides } from '../../sides/side.ts';
import type { Entity } from '../../tree/entity.ts';

/** Pods that nobody exchanges by itself. */
export const onDelete: Rule = ({ before, after, fields }) => {
  const path = after && templatePath(after.kind);
  if (!before || !path || strategyOf(after) !== 'OnDelete') return [];
  const own = fields.filter((field) => path.every((key, index) => field.path[index] === key));
  return claimOn(own, 'its pod stays as it is until somebody deletes it (OnDelete)');
};

/** Vault's own chart says OnDelete, and a pod of Vault's starts sealed. */
export const vaultServer: Rule = ({ before, after, fields }) => {
  if (!before || after?.kind !== 'HelmRelease' || at(after.value, 'spec', 'chart', 'spec', 'chart') !== 'vault')
    return [];
  const server = fields.filter(({ path }) => path[1] === 'values' && (path[2] === 'server' || path[2] === 'global'));
  const version = fields.filter(({ path }) => path.at(-1) === 'version');
  const says = "Vault's pod stays as it is (OnDelete) until somebody deletes it, and unseals the new one";
  return server.length > 0 ? claimOn(server, says) : version.map(() => ({ says, fields: [], also: true }));
};

/** A file changes under a program that is not told: its pods have no checksum of it. */
export const staleFiles: Rule = ({ before, after, fields }, sides) => {
  if (before?.kind !== 'ConfigMap' || !after) return [];
  const data = fields.filter(({ path }) => path[0] === 'data' || path[0] === 'binaryData');
  const readers = data.length > 0 ? untold(after, sides) : [];
  if (readers.length === 0) return [];
  return claimOn(
    data,
    `${readers.join(', ')} reads it and is not restarted: it keeps what it has until somebody restarts it`,
  );
};

function untold({ home, name }: Entity, { before, after }: Sides): readonly string[] {
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => after.ofKind(kind));
  const readers = workloads.filter((one) => one.home === home && mounts(one, name));
  const isUntold = (one: Entity) => canonical(before.find(one.id)?.value) === canonical(one.value);
  return readers.filter(isUntold).map(({ called }) => called);
}

const mounts = (entity: Entity, name: string): boolean =>
  itemsOf(podSpecOf(entity)['volumes']).some((volume) => at(volume, 'configMap', 'name') === name);
