import { grouped } from '../../constructs/facts/grouped.ts';
import type { Document, Manifest } from '../model/documents.ts';
import type { Model } from '../model/model.ts';
import { at, fieldsOf, textOf } from './json.ts';
import { once } from './once.ts';

/** A written object, as far as every kind is alike. */
export interface Written {
  /** Construct path of the object. */
  readonly path: string;
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** `namespace/name`. */
  readonly id: string;
  readonly manifest: Manifest;
  /** What its kind says; read it with the functions of `json.ts`. */
  readonly spec: unknown;
}

const byKind = once(({ documents }) => grouped(documents.map(writtenOf), ({ kind }) => kind));

/** Every written object of a kind, in the order of declaration. */
export function written(model: Model, kind: string): readonly Written[] {
  return byKind(model).get(kind) ?? [];
}

/** An object without a namespace lands in `default`. */
export function writtenOf({ path, file, manifest }: Document): Written {
  const metadata = fieldsOf(manifest.metadata);
  const name = textOf(metadata['name']) ?? '';
  const namespace = textOf(metadata['namespace']) ?? 'default';
  const kind = textOf(manifest.kind) ?? '';
  return { path, file, kind, name, namespace, id: `${namespace}/${name}`, manifest, spec: at(manifest, 'spec') };
}
