import { grouped } from '../../constructs/facts/grouped.ts';
import { type Ceiling, ceilings } from '../../platform/ceilings.ts';
import { images } from '../../platform/versions.ts';
import type { Model } from '../model/model.ts';
import type { Container } from './containers.ts';
import { at, textMapOf } from './json.ts';
import { once } from './once.ts';
import type { PodTemplate } from './pods.ts';
import { amountOf } from './quantities.ts';
import { written } from './written.ts';

/** What a program of a container takes for its own, in bytes; infinite where nothing holds it. */
export interface OwnCeiling {
  readonly bytes: number;
  /** The settings that say so. */
  readonly by: string;
  /** Nobody set them: it is the program's own value. */
  readonly unset: boolean;
}

/** The ceilings of a container: those of its image, set or not; of an image that we do not know, what is set. */
export function ownCeilings(
  model: Model,
  { namespace, volumes }: PodTemplate,
  container: Container,
): readonly OwnCeiling[] {
  const mounted = new Set(volumes.flatMap(({ configMap }) => configMap ?? []));
  const maps = (configMaps(model).get(namespace) ?? []).filter(({ name }) => mounted.has(name));
  const files = maps.flatMap(({ manifest }) => Object.values(textMapOf(at(manifest, 'data'))));
  const variables = container.variables.map(({ name, value }) => `${name}=${value}`);
  const text = [...variables, ...container.words, ...files].join('\n');
  const known = byRepository.get(repositoryOf(container.image));
  return (known ?? everyCeiling).flatMap((ceiling) => ceilingIn(text, ceiling, known !== undefined));
}

/** By namespace. */
const configMaps = once((model) => grouped(written(model, 'ConfigMap'), ({ namespace }) => namespace));

const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

const rowOf = (row: (typeof ceilings)[keyof typeof ceilings]): readonly Ceiling[] =>
  typeof row === 'string' ? [] : row;

const byRepository: ReadonlyMap<string, readonly Ceiling[]> = new Map(
  Object.entries(images).map(([name, image]) => [repositoryOf(image), rowOf(ceilings[name as keyof typeof images])]),
);
const everyCeiling = [...new Set(Object.values(ceilings).flatMap(rowOf))];

function ceilingIn(text: string, { settings, unset, unit }: Ceiling, known: boolean): readonly OwnCeiling[] {
  const by = settings.join(' and ');
  const found = settings.flatMap((setting) => amountsBehind(text, setting, unit));
  if (found.length > 0) return [{ bytes: found.reduce((sum, one) => sum + one), by, unset: false }];
  if (!known || unset === undefined) return [];
  return [{ bytes: unset === 'none' ? Number.POSITIVE_INFINITY : (amountOf(unset) ?? 0), by, unset: true }];
}

/** `-Xmx384m`, `GOMEMLIMIT=430MiB`, `maxmemory 128mb`, `replay_memory_ceiling: 128MB`: all of them count in powers of two here. */
function amountsBehind(text: string, setting: string, unit = ''): readonly number[] {
  const pattern = new RegExp(`(?<![\\w-])-{0,2}${escaped(setting)}\\s*[=: ]?\\s*["']?(\\d+)([kmg]?)(?=i?b?\\b)`, 'gi');
  return [...text.matchAll(pattern)].map(([, digits, letter]) => {
    const suffix = letter ? `${letter.toUpperCase().replace('K', 'k')}i`.replace('ki', 'Ki') : unit;
    return amountOf(`${digits}${suffix}`) ?? 0;
  });
}

const escaped = (text: string): string => text.replace(/^-+/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
