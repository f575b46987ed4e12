import { type SchemaError, validators } from '../../imports/validators.js';
import type { Document } from '../model/documents.ts';
import type { Model } from '../model/model.ts';
import { fieldsOf } from './json.ts';
import { once } from './once.ts';

/** What the API server's schema refuses in one written object. */
export interface SchemaProblem {
  readonly path: string;
  /** `apps/v1/Deployment ghost`. */
  readonly object: string;
  /** `/spec/replicas must be integer`. */
  readonly problem: string;
  readonly got: string;
  /** Something is missing, or of a type that nobody expects there: what reads it reads nothing. */
  readonly misshapen: boolean;
}

/** Every problem of every written object, and the objects whose kind no schema describes. */
export const schemaProblems: (model: Model) => {
  readonly problems: readonly SchemaProblem[];
  readonly unknown: readonly { readonly path: string; readonly kind: string }[];
} = once(({ documents }) => ({
  problems: documents.flatMap(problemsOf),
  unknown: documents
    .filter((document) => !validators[kindOf(document)])
    .map((document) => ({ path: document.path, kind: kindOf(document) })),
}));

/** Paths of objects that cannot be read to their end. */
export const misshapen: (model: Model) => ReadonlySet<string> = once((model) => {
  const { problems, unknown } = schemaProblems(model);
  return new Set([...problems.filter((problem) => problem.misshapen), ...unknown].map(({ path }) => path));
});

const kindOf = ({ manifest }: Document): string => `${manifest.apiVersion}/${manifest.kind}`;

function problemsOf(document: Document): readonly SchemaProblem[] {
  const { path, manifest } = document;
  const validate = validators[kindOf(document)];
  if (!validate || validate(manifest)) return [];
  return together(validate.errors ?? []).map((errors) => {
    const [error] = errors;
    return {
      path,
      object: `${kindOf(document)} ${fieldsOf(manifest.metadata)['name']}`,
      problem: `${error.instancePath || 'the object'} ${problem(errors)}`,
      got: value(manifest, error),
      misshapen: errors.some(({ keyword }) => keyword === 'type' || keyword === 'required'),
    };
  });
}

type Errors = readonly [SchemaError, ...SchemaError[]];

/** All that one object lacks is one problem, and so is a value that is no word of a list because it is no text. */
function together(errors: readonly SchemaError[]): readonly Errors[] {
  const groups = new Map<unknown, [SchemaError, ...SchemaError[]]>();
  for (const error of errors) {
    const key = ['required', 'type', 'enum'].includes(error.keyword) ? error.instancePath : error;
    const group = groups.get(key);
    if (group) group.push(error);
    else groups.set(key, [error]);
  }
  return [...groups.values()];
}

function problem(errors: Errors): string {
  const [{ keyword, params, message }] = errors;
  if (keyword === 'additionalProperties') return `has an unknown field '${params['additionalProperty']}'`;
  if (keyword === 'required') return `lacks '${errors.map((error) => error.params['missingProperty']).join("', '")}'`;
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  return message ?? keyword;
}

function value(manifest: unknown, { instancePath, keyword, params }: SchemaError): string {
  const keys = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], manifest);
  const shown = keyword === 'additionalProperties' ? fieldsOf(found)[params['additionalProperty'] as string] : found;
  return (JSON.stringify(shown) ?? 'nothing').slice(0, 120);
}
