import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { allContainers, eachText, type Json, podTemplates } from '../reading/written.ts';

/** Tags that mean another image tomorrow. */
const moving = /^(?:latest|stable|main|master|edge|nightly|dev|develop|testing|lts|release|rolling)$/i;

/** Check 8: images that are not pinned to a version, in our pods and in the values of charts; and charts themselves. */
export function images(model: Model): readonly Finding[] {
  return [
    ...podTemplates(model).flatMap(({ path, spec }) =>
      allContainers(spec).flatMap(({ image = '' }) => judge(path, image, tagOf(image))),
    ),
    ...model.documents.flatMap(({ path, manifest }) => [
      ...chartTags(path, manifest.spec?.values ?? manifest.spec?.source?.helm?.valuesObject),
      ...chartVersion(path, manifest),
    ]),
  ];
}

/** The tag of a reference; a port of the registry is none, and a digest after it changes nothing. */
function tagOf(image: string): string | undefined {
  const [reference = ''] = image.split('@');
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.includes(':') ? name.slice(name.lastIndexOf(':') + 1) : undefined;
}

/** A chart takes an image whole, or its tag alone. */
function chartTags(path: string, values: Json): readonly Finding[] {
  const found: Finding[] = [];
  eachText(values, (text, key, at) => {
    const tag = key === 'tag' ? text : key === 'image' ? tagOf(text) : undefined;
    if (tag) found.push(...judge(path, `${at.join('.')}: ${text}`, tag));
  });
  return found;
}

/** A chart without an exact version is another one tomorrow, with other images. */
function chartVersion(path: string, { kind, spec = {} }: Json): readonly Finding[] {
  const charts: Readonly<Record<string, readonly [chart: unknown, version: unknown]>> = {
    HelmRelease: [spec.chart, spec.chart?.spec?.version],
    HelmChart: [spec.chart, spec.version],
    Application: [spec.source?.chart, spec.source?.targetRevision],
  };
  const [chart, version] = charts[kind] ?? [];
  if (!chart || (typeof version === 'string' && /^v?\d+\.\d+\.\d+[\w.+-]*$/.test(version))) return [];
  const cure = 'name the exact version in platform/versions.ts; Renovate moves it';
  return [{ check: 8, where: path, what: 'a chart without an exact version', got: String(version ?? 'none'), cure }];
}

function judge(where: string, got: string, tag: string | undefined): readonly Finding[] {
  if (tag !== undefined && !moving.test(tag)) return [];
  const what = tag === undefined ? 'an image without a tag' : `an image whose tag '${tag}' moves`;
  return [{ check: 8, where, what, got, cure: 'name the exact version in platform/versions.ts; Renovate moves it' }];
}
