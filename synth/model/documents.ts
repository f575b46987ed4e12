import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { building } from './building.ts';

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
 * Every Kubernetes object of the tree in the order of declaration. cdk8s's own `App.synth()` validates the whole app once
 * for each chart and hands out file names by position; one walk does neither.
 *
 * @throws when a construct's own validation fails, or an object stands outside every file.
 */
export function documentsOf(root: IConstruct): readonly Document[] {
  const constructs = root.node.findAll();
  const errors = constructs.flatMap((construct) =>
    construct.node.validate().map((error) => `${construct.node.path}: ${error}`),
  );
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return constructs
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .map((object) => ({
      file: fileOf(object),
      path: object.node.path,
      // Lazy values are made here, and slip here.
      manifest: building(object, () => object.toJson()),
    }));
}

function fileOf(object: ApiObject): string {
  for (const scope of [...object.node.scopes].reverse()) {
    if ('file' in scope && typeof scope.file === 'string') return scope.file;
  }
  throw new Error(`${object.node.path}: stands in no service and no namespace, so that no file holds it`);
}
