import type { Model } from '../model/model.ts';
import { at, textMapOf } from './json.ts';
import { once } from './once.ts';
import type { Labels } from './selector.ts';
import { written } from './written.ts';

/** A written Namespace. */
export interface WrittenNamespace {
  readonly path: string;
  readonly name: string;
  readonly labels: Labels;
}

export const writtenNamespaces: (model: Model) => readonly WrittenNamespace[] = once((model) =>
  written(model, 'Namespace').map(({ path, name, manifest }) => ({
    ...{ path, name },
    labels: textMapOf(at(manifest, 'metadata', 'labels')),
  })),
);
