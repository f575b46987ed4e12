import { join } from 'node:path';
import { imports, readJson } from './files.mjs';
import { selected, selection } from './selection.mjs';

/** Arguments that Terraform itself reads, by kind of block. @see https://developer.hashicorp.com/terraform/language/meta-arguments */
const meta = {
  provider: ['//', 'alias', 'version'],
  data: ['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider'],
  resource: ['//', 'connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner'],
};

/**
 * One schema a provider, resource and data source, keyed as `resource ovh_vps`: what Terraform's JSON syntax may say of it.
 * Their parts are few and written once each: compiled in place, they are twice the size.
 */
export async function terraformSchemas() {
  const files = await Promise.all(Object.keys(selection).map(async (name) =>
    selected(await readJson(join(imports, name, 'schema.json')), selection[name])));
  const kinds = new Map(files.flatMap(({ provider_schemas }) => Object.entries(provider_schemas)).flatMap(([source, schema]) => [
    [`provider ${source.slice(source.lastIndexOf('/') + 1)}`, block(schema.provider.block, meta.provider)],
    ...blocks('resource', schema.resource_schemas),
    ...blocks('data', schema.data_source_schemas),
  ]));
  return { kinds, shared: [...parts].map(([text, $id]) => ({ $id, ...JSON.parse(text) })) };
}

const parts = new Map();

function part(schema) {
  const text = JSON.stringify(schema);
  if (!parts.has(text)) parts.set(text, `part${parts.size}`);
  return { $ref: parts.get(text) };
}

const blocks = (kind, schemas = {}) =>
  Object.entries(schemas).map(([type, schema]) => [`${kind} ${type}`, block(schema.block, meta[kind])]);

/** `description` says in words what is wanted: an error shows it. */
function block({ attributes = {}, block_types = {} }, allowed = []) {
  const properties = {
    ...Object.fromEntries(allowed.map((name) => [name, true])),
    ...mapped(attributes, (value, name) => part(attribute(value, name))),
    ...mapped(block_types, (value, name) => part(nestedBlock(value, name))),
  };
  const required = [...named(attributes, ({ required }) => required), ...named(block_types, ({ min_items: least = 0 }) => least > 0)];
  return { type: 'object', description: 'a block', properties, required, additionalProperties: false };
}

const mapped = (record, map) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
const named = (record, holds) => Object.keys(record).filter((name) => holds(record[name]));

/** Blocks of one kind: a list of bodies, or one body alone. Null is as good as absent. */
function nestedBlock({ block: inner, nesting_mode: mode, min_items: least = 0, max_items: most }, name) {
  if (!['list', 'set', 'single'].includes(mode) || least > 1) throw new Error(`${name}: decide in terraform-schemas.mjs what blocks of mode '${mode}' are, ${least} at least`);
  const body = part(block(inner));
  const limits = mode === 'single' ? { maxItems: 1 } : { ...(least && { minItems: least }), ...(most && { maxItems: most }) };
  return {
    type: ['array', 'object', ...(least > 0 ? [] : ['null'])],
    description: 'a block',
    ...limits,
    items: body,
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: body,
  };
}

/** What the provider alone sets may be null and nothing else; so may what need not be given. */
function attribute({ type, nested_type: nested, required, optional }, name) {
  if (!required && !optional) return { type: 'null', description: 'set by the provider alone' };
  const schema = nested ? nestedType(nested, name) : typed(type, name);
  return required || !schema.type ? schema : { ...schema, type: [...schema.type, 'null'] };
}

function nestedType({ nesting_mode: mode, attributes }, name) {
  const body = block({ attributes });
  if (mode === 'single') return orExpression({ ...body, type: ['object'] });
  if (mode === 'map') return orExpression({ type: ['object'], description: 'a map of objects', additionalProperties: part(body) });
  if (mode === 'list' || mode === 'set') return orExpression({ type: ['array'], description: `a ${mode} of objects`, items: part(body) });
  throw new Error(`${name}: decide in terraform-schemas.mjs what a nested type of mode '${mode}' is`);
}

/** Terraform turns strings, numbers and booleans into each other where the text allows it; an expression may be any of them. */
const scalars = {
  string: { type: ['string', 'number', 'boolean'], description: 'a string' },
  number: { type: ['number', 'string'], description: 'a number', pattern: '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$|\\$\\{' },
  bool: { type: ['boolean', 'string'], description: 'a bool', pattern: '^(true|false)$|\\$\\{' },
  dynamic: {},
};

function typed(type, name) {
  if (typeof type === 'string' && type in scalars) return scalars[type];
  const [kind, inner] = type;
  if (kind === 'map') return orExpression({ type: ['object'], description: 'a map', additionalProperties: element(inner, name) });
  if (kind === 'object') return orExpression({ ...block({ attributes: mapped(inner, (type) => ({ type, optional: true })) }), type: ['object'] });
  if (kind === 'list' || kind === 'set') return orExpression({ type: ['array'], description: `a ${kind}`, items: element(inner, name) });
  throw new Error(`${name}: decide in terraform-schemas.mjs what the type ${JSON.stringify(type)} is`);
}

/** Something in a list or a map, where null stands for no value. */
function element(type, name) {
  const schema = typed(type, name);
  return part(schema.type ? { ...schema, type: [...schema.type, 'null'] } : schema);
}

const orExpression = (schema) => ({ ...schema, type: [...schema.type, 'string'], pattern: '\\$\\{' });
