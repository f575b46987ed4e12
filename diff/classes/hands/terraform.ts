import { at, fieldsOf, textOf } from '../../../synth/reading/json.ts';
import { type Consequence, claimOn, isAdded, isRemoved, type Rule, whole } from '../../change/change.ts';
import { isForced, isIgnored } from '../../change/forced.ts';
import type { Changed } from '../../compare/changed.ts';
import type { Field } from '../../compare/field.ts';
import { forcedNew } from '../../facts/forced.ts';
import { counted } from '../../facts/words.ts';
import type { Side } from '../../sides/side.ts';
import { hasStack } from '../../sides/stacks.ts';
import type { Entity } from '../../tree/entity.ts';
import { readText } from '../../tree/texts.ts';

/** A machine is bought. */
export const ordered: Rule = (changed) => {
  const { entity } = changed;
  if (!isAdded(changed) || entity.kind !== 'ovh_vps') return [];
  const plan = textOf(at(([at(entity.value, 'plan')].flat()[0] ?? {}) as object, 'plan_code'));
  return claimOn(
    whole(changed),
    plan
      ? `Terraform orders a machine at OVH (${plan}): it costs money, and an order is not taken back`
      : 'Terraform adopts a machine that is there already; look that the plan imports it and orders none',
  );
};

/** Each stack that has something to apply, with how much, in the order in which they are applied. */
export const applies: Consequence = (changes, { after }) => {
  const stacks = orderOf(after).filter((stack) => hasStack(after, stack));
  const own = stacks.flatMap((stack) => {
    const plan = planOf(changes.filter(({ entity }) => entity.layer === 'terraform' && entity.home === stack));
    return plan ? [{ stack, plan }] : [];
  });
  return own.map(({ stack, plan }, index) => {
    const before = own.slice(0, index).map((one) => one.stack);
    const order = before.length > 0 ? `, after ${before.join(' and ')}` : '';
    const place = { file: `terraform/stacks/${stack}/cdk.tf.json`, line: 1 };
    return { object: `stack ${stack}`, called: `stack ${stack}`, says: `terraform apply${order}: ${plan}`, place };
  });
};

const isResource = ({ kind }: Entity): boolean => Object.hasOwn(forcedNew, kind);

/** Object Lock that comes or goes takes a new bucket. */
const isLockChange = ({ path }: Field): boolean =>
  path[0] === 'object_lock' && (path.length === 1 || path[1] === 'status');

/** How Terraform goes about a resource is no part of the resource, and no plan counts it. */
const isSetting = ({ path }: Field): boolean => path[0] === 'lifecycle' || path[0] === 'depends_on';

/** What Terraform's plan will say, as far as what is written shows it. */
function planOf(changes: readonly Changed[]): string | undefined {
  const resources = changes.filter(
    ({ entity, fields }) =>
      isResource(entity) && !fields.every((field) => isSetting(field) || isIgnored(entity, field)),
  );
  const forced = ({ entity, fields }: Changed) =>
    fields.some((field) => isForced(entity, field) || isLockChange(field));
  const replaced = resources.filter((one) => !isAdded(one) && !isRemoved(one) && forced(one)).length;
  const [added, gone] = [resources.filter(isAdded).length, resources.filter(isRemoved).length];
  const changed = resources.length - added - gone - replaced;
  const parts = [
    [added, 'to add'],
    [changed, 'to change'],
    [replaced, 'to replace'],
    [gone, 'to destroy'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (said.length > 0) return said.join(', ');
  return changes.length > 0 ? 'no resource, but its settings' : undefined;
}

function orderOf({ files }: Side): readonly string[] {
  const stacks = [...files.keys()].flatMap((path) => /^terraform\/stacks\/([^/]+)\//.exec(path)?.[1] ?? []);
  const written = readText('manifest.json', files.get('terraform/manifest.json') ?? '{}');
  const listed = Object.keys(fieldsOf(at(written, 'stacks')));
  return [...new Set([...listed, ...stacks])];
}

/** A stack that leaves takes nothing with it: what it made stays at the provider. */
export const abandoned: Consequence = (changes, { after }) => {
  const gone = changes.filter(
    (one) => isRemoved(one) && one.entity.layer === 'terraform' && !hasStack(after, one.entity.home),
  );
  return [...new Set(gone.map(({ entity }) => entity.home))].map((stack) => {
    const resources = gone.filter(({ entity }) => entity.home === stack && isResource(entity));
    const [first] = gone.filter(({ entity }) => entity.home === stack);
    return {
      object: `stack ${stack}`,
      called: `stack ${stack}`,
      says: `leaves dist/, and nothing applies it any more: its state and ${counted(resources.length, 'resource')} stay; terraform destroy must come before, if they shall go`,
      place: first?.entity ?? { file: 'terraform/manifest.json', line: 1 },
    };
  });
};

/** A zone that is new to us: what its registrar laid there is in the way. */
export const newZones: Consequence = (changes, { before, after }) => {
  if (!changes.some((one) => isAdded(one) && one.entity.kind === 'ovh_domain_zone_record')) return [];
  const zones = (side: Side) =>
    new Map(side.ofKind('ovh_domain_zone_record').map((one) => [at(one.value, 'zone'), one]));
  const known = zones(before);
  return [...zones(after)].flatMap(([zone, entity]) =>
    known.has(zone)
      ? []
      : [
          {
            object: `zone ${zone}`,
            called: String(zone),
            says: 'is new: what OVH laid there goes by hand, or is kept or adopted, before the first apply (docs/dns.md)',
            place: entity,
          },
        ],
  );
};
