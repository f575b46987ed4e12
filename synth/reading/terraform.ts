import type { Model, TerraformStackJson } from '../model/model.ts';
import { at, type Fields, fieldsOf } from './json.ts';
import { once } from './once.ts';

export type BlockKind = 'provider' | 'resource' | 'data';

/** A block of a stack, as it is written. */
export interface Block {
  readonly kind: BlockKind;
  readonly type: string;
  /** File below `dist/` and the block's address in Terraform's words. */
  readonly where: string;
  readonly body: unknown;
}

export function stackFile(stack: string): string {
  return `terraform/stacks/${stack}/cdk.tf.json`;
}

/** Every provider, resource and data block of a stack. */
export function blocksOf({ name, json }: TerraformStackJson): readonly Block[] {
  const file = stackFile(name);
  const providers = Object.entries(fieldsOf(json['provider'])).flatMap(([type, bodies]) =>
    [bodies].flat().map((body): Block => ({ kind: 'provider', type, where: `${file} provider.${type}`, body })),
  );
  return [...providers, ...named(file, 'resource', json['resource']), ...named(file, 'data', json['data'])];
}

function named(file: string, kind: 'resource' | 'data', types: unknown): readonly Block[] {
  return Object.entries(fieldsOf(types)).flatMap(([type, blocks]) =>
    Object.entries(fieldsOf(blocks)).map(([id, body]) => {
      const address = kind === 'data' ? `data.${type}.${id}` : `${type}.${id}`;
      return { kind, type, where: `${file} ${address}`, body };
    }),
  );
}

const byType = once((model) => {
  const types = new Map<string, Block[]>();
  for (const block of model.stacks.flatMap(blocksOf).filter(({ kind }) => kind === 'resource'))
    types.set(block.type, [...(types.get(block.type) ?? []), block]);
  return types;
});

/** A resource block that has a body. */
export interface Resource {
  readonly where: string;
  readonly body: Fields;
}

/** Every resource block of a type, in every stack. */
export function resourcesOf(model: Model, type: string): readonly Resource[] {
  return (byType(model).get(type) ?? []).map(({ where, body }) => ({ where, body: fieldsOf(body) }));
}

/** A bucket as its stack makes it. */
export interface WrittenBucket {
  readonly where: string;
  readonly name?: unknown;
  /** What it says of Object Lock; undefined where nothing is said. */
  readonly lock?: unknown;
  /** Nobody, the owner included, deletes for so many days; 0 where somebody may. */
  readonly lockedDays: number;
}

export const buckets: (model: Model) => readonly WrittenBucket[] = once((model) =>
  resourcesOf(model, 'ovh_cloud_project_storage').map(({ where, body }) => {
    const lock = body['object_lock'] ?? undefined;
    const mode = String(at(lock, 'rule', 'mode')).toLowerCase();
    const days = /^P(\d+)D$/.exec(String(at(lock, 'rule', 'period')))?.[1] ?? '0';
    const closed = at(lock, 'status') === 'enabled' && mode === 'compliance';
    return { where, name: body['name'], lock, lockedDays: closed ? Number(days) : 0 };
  }),
);
