import type { Model } from '../model/model.ts';

/** Reads a model once, however many checks ask for it. */
export function once<T>(read: (model: Model) => T): (model: Model) => T {
  const known = new WeakMap<Model, { readonly value: T }>();
  return (model) => {
    const found = known.get(model) ?? { value: read(model) };
    known.set(model, found);
    return found.value;
  };
}
