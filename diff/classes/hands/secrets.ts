import { at, fieldsOf, itemsOf, textOf } from '../../../synth/reading/json.ts';
import type { PodTemplate } from '../../../synth/reading/pods.ts';
import { claimOn, isAdded, type Rule, whole } from '../../change/change.ts';
import { isBelow, lastKey } from '../../compare/field.ts';
import { templateOf } from '../../sides/pods.ts';
import { isMailbox, secretOf, secretsOf, vaultPath } from '../../sides/sealed.ts';
import type { Side } from '../../sides/side.ts';
import type { Entity } from '../../tree/entity.ts';

const workloads: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'];

/** A value is sealed anew: the cluster has it at once, the programs that read it at their start do not. */
export const resealed: Rule = ({ before, after, fields }, sides) => {
  if (before?.kind !== 'SealedSecret' || !after) return [];
  const values = fields.filter((field) => isBelow(field, 'spec', 'encryptedData') && field.before && field.after);
  const digest = fields.filter((field) => lastKey(field) === '.digest');
  if (values.length === 0) return [];
  const readers = readersOf(sides.after, after);
  const restart = readers.length > 0 ? `restart ${readers.join(', ')}` : 'nothing of ours reads it at its start';
  const keys = values.map(lastKey).join(', ');
  return claimOn([...values, ...digest], `${keys} is sealed anew: ${takenBy(after)}; ${restart}`);
};

const takenBy = (entity: Entity): string =>
  vaultPath(entity) ? 'vault-feed hands it to Vault within minutes' : 'the controller unseals it at once';

/** Whoever reads a sealed value, from the Secret that it becomes or from Vault. */
export function readersOf(side: Side, sealed: Entity): readonly string[] {
  const path = vaultPath(sealed);
  const home = textOf(at(sealed.value, 'spec', 'template', 'metadata', 'namespace')) ?? sealed.home;
  const reads = ({ entity, template }: Workload): boolean => {
    if (path === undefined) return entity.home === home && (template?.secrets.includes(sealed.name) ?? false);
    return Object.values(template?.annotations ?? {}).some((text) => text.includes(`data/${path}`));
  };
  return side
    .fact(workloadsOf)
    .filter(reads)
    .map(({ entity }) => entity.called);
}

interface Workload {
  readonly entity: Entity;
  readonly template: PodTemplate | undefined;
}

const workloadsOf = (side: Side): readonly Workload[] =>
  workloads.flatMap((kind) => side.ofKind(kind)).map((entity) => ({ entity, template: templateOf(entity) }));

/** A service that sends mail has a mailbox of its own; the mail host makes it once Ansible has told it. */
export const mailboxes: Rule = (changed, { before }) => {
  const { entity } = changed;
  if (!isAdded(changed) || entity.kind !== 'SealedSecret' || !isMailbox(secretOf(entity))) return [];
  if (before.fact(secretsOf).has(secretOf(entity))) return [];
  return claimOn(
    whole(changed),
    'sends mail from an address of its own: play hosts/site.yaml --tags mailcow, and its mailbox is made with the sealed password',
  );
};

/** Secrets that must lie in the cluster before the engine needs them. */
export const existing: Rule = ({ entity, fields, before }) => {
  if (entity.id !== 'file report/existing-secrets.json') return [];
  const fresh = before ? fields.filter(({ after }) => after !== undefined) : fields;
  const names = fresh.flatMap(({ path, after }) =>
    path.length < 2 ? [after].flat().flatMap(nameOf) : [path[0] ?? ''],
  );
  return claimOn(
    fresh,
    `must lie in the cluster before this is merged: ${names.join(', ')} (npm run secrets -- existing)`,
  );
};

const nameOf = (value: unknown): readonly string[] =>
  itemsOf([value].flat()).map((one) => `${fieldsOf(one)['namespace']}/${fieldsOf(one)['name']}`);
