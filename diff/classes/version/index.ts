import { at, textOf } from '../../../synth/reading/json.ts';
import { type ChangeClass, type Claim, claimOn, movement, type Rule } from '../../change/change.ts';
import { type Field, isBelow, lastKey } from '../../compare/field.ts';
import { changelogOf } from '../../facts/changelogs.ts';
import { type Ends, endOf } from '../../facts/ends.ts';
import { imageOf, stepBetween, type Versioned } from '../../facts/version.ts';
import type { Entity } from '../../tree/entity.ts';

/** An image is another one. */
const images: Rule = ({ before, fields }, { after: side }) =>
  before === undefined
    ? []
    : fields.filter(isImage).flatMap((field) => {
        const [old, fresh] = [imageOf(String(field.before)), imageOf(String(field.after))];
        const says = old.name === fresh.name ? stepText(old, fresh, side.ground.ends) : `image ${movement(field)}`;
        return claimOn([field], says, changelogOf(fresh.name));
      });

const isImage = (field: Field): boolean =>
  lastKey(field) === 'image' && typeof field.before === 'string' && typeof field.after === 'string';

/** A chart, a provider or an image that stands in a chart's values. */
const versions: Rule = ({ before, entity, fields }, { after: side }) =>
  before === undefined
    ? []
    : fields.flatMap((field): readonly Claim[] => {
        const name = pinOf(entity, field);
        if (name === undefined || typeof field.before !== 'string' || typeof field.after !== 'string') return [];
        const [old, fresh] = [field.before, field.after].map((version) => ({ name, version }));
        return claimOn([field], stepText(old as Versioned, fresh as Versioned, side.ground.ends), changelogOf(name));
      });

/** What a version belongs to. */
function pinOf(entity: Entity, field: Field): string | undefined {
  if (entity.kind === 'HelmRelease' && isBelow(field, 'spec', 'chart', 'spec', 'version'))
    return textOf(at(entity.value, 'spec', 'chart', 'spec', 'chart'));
  if (entity.kind === 'HelmChart' && isBelow(field, 'spec', 'version'))
    return textOf(at(entity.value, 'spec', 'chart'))
      ?.split('/')
      .at(-1);
  if (entity.kind === 'terraform' && lastKey(field) === 'version') return `provider ${field.path.at(-2)}`;
  if (entity.kind === 'FluxInstance' && isBelow(field, 'spec', 'distribution', 'version')) return 'flux';
  return lastKey(field) === 'tag' && /^image$/i.test(field.path.at(-2) ?? '') ? entity.name : undefined;
}

function stepText({ name, version: before }: Versioned, { version: after }: Versioned, ends?: Ends): string {
  const step = stepBetween(before, after);
  const end = ends && endOf(ends, name, after);
  const size =
    step === 'rebuild' ? 'the same version, built anew' : step === 'unknown' ? 'nobody can tell how far' : step;
  return `${name} ${before} → ${after} (${size})${end ? `; this line is looked after until ${end}` : ''}`;
}

/** Images and charts: from where to where. */
export const version: ChangeClass = { name: 'version', title: 'Versions', rules: [images, versions] };
