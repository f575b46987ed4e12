import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Attempts, throwRefused } from './attempts.ts';
import { building } from './building.ts';
import './plain-object.ts';

/** A Kubernetes object as plain JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the rest differs by kind; the schema check knows it.
  readonly [field: string]: any;
}

/** One object, where it is written, and which construct made it. */
export interface Document {
  readonly file: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/**
 * Every Kubernetes object of a tree that has to be whole, in the order of declaration.
 *
 * @throws what `writeDocuments` writes down.
 */
export function documentsOf(root: IConstruct): readonly Document[] {
  const attempts = new Attempts();
  const documents = writeDocuments(root, attempts);
  throwRefused(attempts.refused);
  return documents;
}

/**
 * Every Kubernetes object of the tree in the order of declaration. cdk8s's own `App.synth()` validates the whole app once
 * for each chart and hands out file names by position; one walk does neither.
 *
 * @param attempts where it is written down that a construct's own validation fails, that an object cannot be written, or that
 * it stands outside every file
 */
export function writeDocuments(root: IConstruct, attempts: Attempts): readonly Document[] {
  const constructs = root.node.findAll();
  for (const construct of constructs) {
    for (const problem of construct.node.validate()) attempts.refuse(construct.node.path, new Error(problem));
  }
  return constructs
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .flatMap((object) => attempts.collect(object.node.path, () => documentOf(object)));
}

function documentOf(object: ApiObject): Document {
  // Lazy values are made here, and slip here.
  const manifest = building(object, () => object.toJson());
  return { file: fileOf(object), path: object.node.path, manifest };
}

function fileOf(object: ApiObject): string {
  for (const scope of [...object.node.scopes].reverse()) {
    if ('file' in scope && typeof scope.file === 'string') return scope.file;
  }
  throw new Error(`${object.node.path}: stands in no service and no namespace, so that no file holds it`);
}
