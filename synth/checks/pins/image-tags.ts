/*
 * Fields: containers[*] and initContainers[*].image; `image` and `tag` among the values of charts.
 * Allowed: a tag that stays what it is. Without one, or with `latest` and its like, tomorrow's image is another.
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { charts } from '../../reading/charts.ts';
import { eachText } from '../../reading/json.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'name the exact version in platform/versions.ts; Renovate moves it';

const moving = /^(?:latest|stable|main|master|edge|nightly|dev|develop|testing|lts|release|rolling)$/i;

export default check('images without a tag, or with one that moves', (model) => [
  ...podTemplates(model).flatMap(({ path, containers }) =>
    containers.flatMap(({ image }) => judge(path, image, tagOf(image))),
  ),
  ...charts(model).flatMap(({ path, values }) => inValues(path, values)),
]);

/** The tag of a reference; a port of the registry is none, and a digest after it changes nothing. */
function tagOf(image: string): string | undefined {
  const [reference = ''] = image.split('@');
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.includes(':') ? name.slice(name.lastIndexOf(':') + 1) : undefined;
}

/** A chart takes an image whole, or its tag alone; what names none of both is the chart's own. */
function inValues(path: string, values: unknown): readonly Letter[] {
  const found: Letter[] = [];
  eachText(values, (text, key, at) => {
    const tag = key === 'tag' ? text : key === 'image' ? tagOf(text) : undefined;
    if (tag) found.push(...judge(path, `${at.join('.')}: ${text}`, tag));
  });
  return found;
}

function judge(where: string, got: string, tag: string | undefined): readonly Letter[] {
  if (tag !== undefined && !moving.test(tag)) return [];
  const what = tag === undefined ? 'an image without a tag' : `an image whose tag '${tag}' moves`;
  return [{ where, what, got, cure }];
}
