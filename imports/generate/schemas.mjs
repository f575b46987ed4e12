import { join } from 'node:path';
import { parse } from 'yaml';
import { crdDocuments, crdGroups } from './crds.mjs';
import { imports, readJson } from './files.mjs';
import { shareRepeated } from './share.mjs';

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const quantity = '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+(\\.[0-9]*)?)?$';

/** What the API server accepts beyond, or more narrowly than, what the published definitions say. */
const corrections = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'], pattern: quantity },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': {},
  // Every Go marshaller writes `creationTimestamp: null`, kubeseal's templates among them.
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: ['string', 'null'], format: 'date-time' },
};

const formats = {
  int32: { minimum: -2147483648, maximum: 2147483647 },
  byte: { pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' },
  'date-time': { pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$' },
  int64: {},
  'int-or-string': {},
};

/** Keywords taken as they stand. Everything else is either read below or listed as void: a new one stops the run. */
const kept = ['type', 'required', 'enum', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'];
const read = ['$ref', 'format', 'properties', 'additionalProperties', 'items', 'anyOf', 'oneOf', 'allOf', 'not', 'nullable',
  'x-kubernetes-int-or-string', 'x-kubernetes-list-type', 'x-kubernetes-preserve-unknown-fields'];
const void_ = ['default', 'description', 'x-kubernetes-group-version-kind', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key', 'x-kubernetes-patch-strategy', 'x-kubernetes-unions', 'x-kubernetes-validations'];
const known = new Set([...kept, ...read, ...void_]);

/** Every definition as a closed JSON Schema with its name as $id, and one schema a kind, keyed by `apiVersion/Kind`. */
export async function readSchemas() {
  const { definitions } = await readJson(join(imports, 'kubernetes/definitions.json'));
  refuseStrayCorrections(definitions);
  const shared = Object.entries({ ...definitions, ...corrections }).map(([name, schema]) => ({ $id: name, ...closed(schema, name) }));
  const custom = shareRepeated(new Map(await customKinds()));
  return { shared: [...shared, ...custom.shared], kinds: new Map([...kubernetesKinds(definitions), ...custom.kinds]) };
}

function refuseStrayCorrections(definitions) {
  const stray = Object.keys(corrections).find((name) => !(name in definitions));
  if (stray) throw new Error(`imports/generate/schemas.mjs corrects '${stray}', which kubernetes/definitions.json does not hold`);
}

function kubernetesKinds(definitions) {
  return Object.values(definitions).flatMap((schema) =>
    (schema['x-kubernetes-group-version-kind'] ?? [])
      .filter(() => schema.properties.metadata?.$ref?.endsWith(objectMeta))
      .map(({ group, version, kind }) => rootKind(group ? `${group}/${version}` : version, kind, schema)));
}

async function customKinds() {
  const documents = (await Promise.all((await crdGroups()).map(crdDocuments))).flat().map((text) => parse(text));
  return documents.flatMap(({ spec }) => spec.versions.map((version) =>
    rootKind(`${spec.group}/${version.name}`, spec.names.kind, version.schema.openAPIV3Schema)));
}

/** A whole object: its identity is fixed, its metadata is ObjectMeta, its status is the cluster's business. */
function rootKind(apiVersion, kind, schema) {
  const identity = {
    apiVersion: { const: apiVersion },
    kind: { const: kind },
    metadata: { $ref: objectMeta, required: ['name'] },
  };
  const { properties, ...rest } = closed(schema, kind);
  const { status, ...own } = properties;
  const required = [...new Set([...Object.keys(identity), ...(rest.required ?? [])])];
  return [`${apiVersion}/${kind}`, { ...rest, properties: { ...own, ...identity, ...(status && { status: true }) }, required }];
}

/** The schema with unknown fields refused. Inside allOf, anyOf, oneOf and not nothing is closed: those only narrow. */
function closed(schema, path, narrowing = false) {
  const unknown = Object.keys(schema).find((key) => !known.has(key));
  if (unknown) throw new Error(`${path}: the keyword '${unknown}' is new to imports/generate/schemas.mjs: decide there what it means`);
  const result = Object.fromEntries(kept.filter((key) => key in schema).map((key) => [key, schema[key]]));
  if (schema.$ref) result.$ref = schema.$ref.replace('#/definitions/', '');
  if (schema.items) result.items = closed(schema.items, `${path}[]`, narrowing);
  if (schema['x-kubernetes-list-type'] === 'set') result.uniqueItems = true;
  if (schema.not) result.not = closed(schema.not, path, true);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    if (schema[key]) result[key] = schema[key].map((part) => closed(part, path, true));
  }
  closeFields(result, schema, path, narrowing);
  applyFormat(result, schema, path);
  if (schema['x-kubernetes-int-or-string']) { result.type = ['integer', 'string']; delete result.anyOf; }
  if (schema.nullable) allowNull(result);
  return result;
}

function closeFields(result, schema, path, narrowing) {
  const { properties, additionalProperties } = schema;
  const open = narrowing || schema['x-kubernetes-preserve-unknown-fields'] || !(properties || schema.type === 'object');
  if (properties) {
    result.properties = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, closed(field, `${path}.${name}`, narrowing)]));
  }
  if (typeof additionalProperties === 'object') result.additionalProperties = closed(additionalProperties, `${path}.*`, narrowing);
  else if (!open && additionalProperties !== true) result.additionalProperties = false;
}

/** A format becomes plain keywords, so that the validators need no library of formats as they run. */
function applyFormat(result, { format }, path) {
  if (!format) return;
  if (!(format in formats)) throw new Error(`${path}: the format '${format}' is new to imports/generate/schemas.mjs: decide there what it means`);
  Object.assign(result, formats[format]);
}

function allowNull(result) {
  if (result.type) result.type = [result.type, 'null'].flat();
  if (result.enum) result.enum = [...result.enum, null];
}
