import { type Ends, endOf, imageOf, type Versioned } from '../../../synth/reading/versions.ts';
import { type ChangeClass, type Claim, claimOn, movement, type Rule } from '../../change/change.ts';
import { changelogOf } from '../../facts/changelogs.ts';
import { stepBetween } from '../../facts/version.ts';
import { isImage, pinOf } from '../../sides/versions.ts';

/** An image is another one. */
const images: Rule = ({ before, fields }, { after: side }) =>
  before === undefined
    ? []
    : fields.filter(isImage).flatMap((field) => {
        const [old, fresh] = [imageOf(String(field.before)), imageOf(String(field.after))];
        const says = old.name === fresh.name ? stepText(old, fresh, side.ground.ends) : `image ${movement(field)}`;
        return claimOn([field], says, changelogOf(fresh.name));
      });

/** A chart, a provider or an image that stands in a chart's values. */
const versions: Rule = ({ before, entity, fields }, { after: side }) =>
  before === undefined
    ? []
    : fields.flatMap((field): readonly Claim[] => {
        const name = pinOf(entity, field);
        if (name === undefined) return [];
        const [old, fresh] = [String(field.before), String(field.after)].map((version) => ({ name, version }));
        return old && fresh ? claimOn([field], stepText(old, fresh, side.ground.ends), changelogOf(name)) : [];
      });

function stepText({ name, version: before }: Versioned, { version: after }: Versioned, ends?: Ends): string {
  const step = stepBetween(before, after);
  const end = ends && endOf(ends, name, after);
  const size =
    step === 'rebuild' ? 'the same version, built anew' : step === 'unknown' ? 'nobody can tell how far' : step;
  return `${name} ${before} → ${after} (${size})${end ? `; this line is looked after until ${end}` : ''}`;
}

/** Images and charts: from where to where. */
export const version: ChangeClass = { name: 'version', title: 'Versions', rules: [images, versions] };
