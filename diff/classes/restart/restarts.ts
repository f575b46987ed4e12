import { claimOn, isRemoved, type Rule, whole } from '../../change/change.ts';
import type { Changed } from '../../compare/changed.ts';
import { type Field, isBelow } from '../../compare/field.ts';
import { readableSeconds } from '../../facts/duration.ts';
import { isLetGo } from '../../sides/layers.ts';
import { outageSeconds, replicasOf, strategyOf, templatePath } from '../../sides/pods.ts';
import { reachOf } from '../../sides/reach.ts';
import type { Side } from '../../sides/side.ts';
import { isVersion } from '../../sides/versions.ts';
import type { Entity } from '../../tree/entity.ts';

/** Kinds whose pods run on. */
const lasting: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The pods of a workload are exchanged, since their template is another one. */
export const restarts: Rule = ({ before, after, fields }, sides) => {
  if (!before || !after || !lasting.includes(after.kind) || strategyOf(after) === 'OnDelete') return [];
  const own = templateFields(after, fields);
  if (own.length === 0) return [];
  return [
    {
      fields: withoutVersions(after, own),
      also: true,
      says: `restarts (${reasons(own)}): ${meanwhile(after, sides.after)}`,
    },
  ];
};

/** Versions have a class of their own. */
const withoutVersions = (entity: Entity, fields: readonly Field[]): readonly Field[] =>
  fields.filter((field) => !isVersion(entity, field));

export function templateFields({ kind }: Entity, fields: readonly Field[]): readonly Field[] {
  const path = templatePath(kind);
  return path ? fields.filter((field) => field.path.length > 0 && isBelow(field, ...path)) : [];
}

/** What users lose while it restarts. A pod whose volume only one may mount ends before the next one starts. */
function meanwhile(entity: Entity, side: Side): string {
  if (entity.kind === 'DaemonSet') return 'on one machine after the other';
  const alone = replicasOf(entity) === 1 && (strategyOf(entity) === 'Recreate' || entity.kind === 'StatefulSet');
  if (!alone) return 'one pod after the other, so that nobody notices';
  const { stop, start } = outageSeconds(entity);
  const without = entity.kind === 'StatefulSet' ? usersOf(entity, side) : [];
  const lost = without.length > 0 ? `${without.join(', ')} is without it meanwhile` : 'it serves nobody meanwhile';
  return `${lost}, for ${readableSeconds(stop + start)} at most (${stop} s to end, ${start} s to start)`;
}

const usersOf = ({ called }: Entity, side: Side): readonly string[] =>
  side
    .fact(reachOf)
    .pods.filter(({ to, from }) => to === called && side.find(`Deployment ${from}`) !== undefined)
    .map(({ from }) => from);

/** What made it another template, in a few words. */
function reasons(fields: readonly Field[]): string {
  const words = [...new Set(fields.map(reasonOf))];
  return words.length > 4 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : words.join(', ');
}

function reasonOf({ path }: Field): string {
  if (path.includes('uyoop.fr/config')) return 'configuration';
  if (path.at(-1) === 'image') return 'image';
  if (path.at(-1) === '(order)') return `order of ${path.findLast((key) => !/^[[(]/.test(key))}`;
  const name = path.findLast((key) => key.startsWith('['))?.slice(1, -1) ?? '';
  if (path.includes('env')) return `variable ${name}`;
  if (path.includes('annotations') && path.some((key) => key.includes('vault.hashicorp.com'))) return "Vault's files";
  const known = [
    'resources',
    'volumeMounts',
    'volumes',
    'args',
    'command',
    'securityContext',
    'nodeSelector',
    'labels',
  ];
  return known.find((key) => path.includes(key)) ?? path.filter((key) => !key.startsWith('[')).at(-1) ?? 'template';
}

/** It runs no more. */
export const stops: Rule = (changed, sides) => {
  const { entity } = changed;
  if (isRemoved(changed) && isLetGo(entity, sides)) return [];
  if (!isRemoved(changed) || ![...lasting, 'CronJob', 'HelmRelease', 'HelmChart'].includes(entity.kind)) return [];
  return claimOn(whole(changed), 'stops and does not come back');
};

/** A replica count: none means nobody is served. */
export const scaled: Rule = ({ before, after, fields }) => {
  if (!before || !after || !lasting.includes(after.kind)) return [];
  const own = fields.filter((field) => isBelow(field, 'spec', 'replicas'));
  const none = replicasOf(after) === 0;
  return claimOn(
    own,
    none
      ? 'is scaled to nothing: it serves nobody until it is scaled up again'
      : `runs ${replicasOf(after)} times, not ${replicasOf(before)}`,
  );
};

/** A chart with other values: Helm restarts what they concern. */
export const charts: Rule = ({ before, after, fields }) => {
  if (!before || !after || !/^(HelmRelease|HelmChart|HelmChartConfig)$/.test(after.kind)) return [];
  const own = fields.filter(({ path }) => path[0] === 'spec' && path.length > 1);
  if (own.length === 0) return [];
  const ingress = /traefik/.test(after.name) ? ': every site is out for the seconds that Traefik takes' : '';
  return [
    {
      fields: withoutVersions(after, own),
      also: true,
      says: `Helm installs it again, and what the values concern restarts${ingress}`,
    },
  ];
};

/** Whether a change exchanges pods that somebody waits for. */
export const restartsPods = ({ before, after, fields }: Changed): boolean =>
  before !== undefined &&
  after !== undefined &&
  lasting.includes(after.kind) &&
  templateFields(after, fields).length > 0;
