import type { Model } from '../model/model.ts';
import type { Json } from './written.ts';

/** One resource block of a stack, as it is written. */
export interface Resource {
  /** File below `dist/` and address of the block. */
  readonly where: string;
  readonly body: Json;
}

export function stackFile(stack: string): string {
  return `terraform/stacks/${stack}/cdk.tf.json`;
}

/** Every resource block of a type, in every stack. */
export function resourcesOf(model: Model, type: string): readonly Resource[] {
  return model.stacks.flatMap(({ name, json }) =>
    Object.entries<Json>(json.resource?.[type] ?? {}).map(([id, body]) => ({
      where: `${stackFile(name)} ${type}.${id}`,
      body,
    })),
  );
}
