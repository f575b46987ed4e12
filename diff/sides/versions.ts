import { at, textOf } from '../../synth/reading/json.ts';
import { type Field, isBelow, lastKey } from '../compare/field.ts';
import type { Entity } from '../tree/entity.ts';

const areTexts = ({ before, after }: Field): boolean => typeof before === 'string' && typeof after === 'string';

/** Whether a field names an image. */
export const isImage = (field: Field): boolean => lastKey(field) === 'image' && areTexts(field);

/** What a field is the version of: a chart, a provider, an image that stands in a chart's values. */
export function pinOf(entity: Entity, field: Field): string | undefined {
  if (!areTexts(field)) return undefined;
  if (entity.kind === 'HelmRelease' && isBelow(field, 'spec', 'chart', 'spec', 'version'))
    return textOf(at(entity.value, 'spec', 'chart', 'spec', 'chart'));
  if (entity.kind === 'HelmChart' && isBelow(field, 'spec', 'version'))
    return textOf(at(entity.value, 'spec', 'chart'))
      ?.split('/')
      .at(-1);
  if (entity.kind === 'terraform' && lastKey(field) === 'version') return `provider ${field.path.at(-2)}`;
  if (entity.kind === 'FluxInstance' && isBelow(field, 'spec', 'distribution', 'version')) return 'flux';
  if (entity.layer === 'host' && lastKey(field) === 'version') return field.path.at(-2);
  return lastKey(field) === 'tag' && /^image$/i.test(field.path.at(-2) ?? '') ? entity.name : undefined;
}

export const isVersion = (entity: Entity, field: Field): boolean =>
  isImage(field) || pinOf(entity, field) !== undefined;
