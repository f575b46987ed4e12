import type { Model } from '../../synth/model/model.ts';
import { at, isFields, textOf } from '../../synth/reading/json.ts';
import { blocksOf } from '../../synth/reading/terraform.ts';

/** Something that is written, and the construct that made it. */
export interface Subject {
  /** `StatefulSet prod-web/ghost-database`, `dns ovh_domain_zone_record.apex`. */
  readonly id: string;
  /** Below `dist/`. */
  readonly file: string;
  /** Construct path. */
  readonly path: string;
  readonly value: unknown;
}

/** Everything that a model writes and a construct made. */
export function subjectsOf(model: Model): readonly Subject[] {
  const objects = model.documents.map(({ file, path, manifest }): Subject => {
    const { name, namespace } = manifest.metadata;
    return { id: `${manifest.kind} ${namespace ? `${namespace}/` : ''}${name}`, file, path, value: manifest };
  });
  const blocks = model.stacks.flatMap((stack) =>
    blocksOf(stack).map(({ where, body }): Subject => {
      const [file = '', address = ''] = where.split(' ');
      return { id: `${stack.name} ${address}`, file, path: pathOf(body, stack.name), value: body };
    }),
  );
  return [...objects, ...blocks];
}

/** cdktf writes down in a comment where a block stands in its tree. */
const pathOf = (body: unknown, stack: string): string => textOf(at(body, '//', 'metadata', 'path')) ?? stack;

/** What a person means: a file, an object by its kind and name or by its name alone, a block by its address, a construct. */
export function meant(subjects: readonly Subject[], word: string): readonly Subject[] {
  const plain = word.replace(/^dist\//, '').replace(/^([A-Z]\w+)\//, '$1 ');
  const ways: readonly ((subject: Subject) => boolean)[] = [
    ({ file }) => file === plain,
    ({ id }) => id === plain,
    ({ id }) => id.split(' ')[1] === plain,
    ({ path }) => path === plain || path.startsWith(`${plain}/`),
  ];
  // A construct and an object may share a name: both are meant.
  const [files, ids, names, constructs] = ways.map((way) => subjects.filter(way));
  const found = [files, ids].find((some) => some && some.length > 0) ?? [...(names ?? []), ...(constructs ?? [])];
  return [...new Set(found)];
}

/** The value at `spec.replicas` or `containers[web].image`, as the reports of the diff write a path. */
export function fieldOf(value: unknown, field: string): unknown {
  const keys = field.match(/\[[^\]]*\]|[^.[\]]+(?:\/[^.[\]]+)*/g) ?? [];
  return keys.reduce<unknown>(step, value);
}

function step(value: unknown, key: string): unknown {
  if (!key.startsWith('[')) return isFields(value) ? value[key] : undefined;
  const name = key.slice(1, -1);
  if (!Array.isArray(value)) return undefined;
  return value.find((item) => isFields(item) && item['name'] === name) ?? value[Number(name)];
}
