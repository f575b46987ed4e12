import { claimOn, isRemoved, type Rule, whole } from '../../change/change.ts';
import { folderOf, hasFilesOf, isLetGo, layersOf, letsGo } from '../../sides/layers.ts';
import type { Entity } from '../../tree/entity.ts';

/** What a cluster goes on running when nobody applies it any more. */
const running: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'HelmRelease'];

/** It leaves Git together with its layer, and its layer lets go of what it applied. */
export const letGo: Rule = (changed, sides) => {
  const { entity } = changed;
  if (!isRemoved(changed) || !running.includes(entity.kind) || !isLetGo(entity, sides)) return [];
  return claimOn(
    whole(changed),
    `runs on: its layer leaves with it and lets go of what it applied (${cureOf(entity)})`,
  );
};

/** To delete what Flux installs a chart by is to uninstall it, which the next engine may have taken over. */
function cureOf({ kind, home, name }: Entity): string {
  if (kind === 'HelmRelease') return 'docs/engines.md';
  return `kubectl -n ${home} delete ${kind.toLowerCase()} ${name}`;
}

/** A layer that lets go leaves, and its files stay: nothing applies them any more, and nobody says so. */
export const orphanedLayers: Rule = ({ before, after, fields }, sides) => {
  if (after || before?.kind !== 'Kustomization' || !letsGo(before)) return [];
  const folder = folderOf(before);
  const isApplied = layersOf(sides.after).some((layer) => folderOf(layer) === folder);
  if (isApplied || !hasFilesOf(before, sides.after)) return [];
  return claimOn(fields, `what it made stays, and nothing applies ${folder} any more`);
};
