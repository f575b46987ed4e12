import gitlab from '../../imports/gitlab/schema.json';
import ovh from '../../imports/ovh/schema.json';
import vault from '../../imports/vault/schema.json';
import type { TerraformStackJson } from '../model/model.ts';

/** Something that Terraform's `validate` would refuse. */
export interface TerraformProblem {
  /** Stack, kind of block, its address and the path inside it: `dns: resource ovh_domain_zone_record.apex.ttl`. */
  readonly where: string;
  readonly what: string;
  readonly got: string;
}

interface Attribute {
  readonly type?: unknown;
  readonly nested_type?: { readonly nesting_mode: string; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

interface BlockType {
  readonly nesting_mode: string;
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: Block }>>;
}

type Json = Readonly<Record<string, unknown>>;
type Problems = readonly TerraformProblem[];

/** Arguments that Terraform itself reads, by kind of block. @see https://developer.hashicorp.com/terraform/language/meta-arguments */
const meta = {
  provider: ['//', 'alias', 'version'],
  data: ['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider'],
  resource: ['//', 'connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner'],
} as const;

/** Every imported provider, by the name that a `provider` block goes by. */
const providers: Readonly<Record<string, ProviderSchema>> = Object.fromEntries(
  [gitlab, ovh, vault]
    .flatMap(({ provider_schemas }) => Object.entries<unknown>(provider_schemas))
    .map(([source, schema]) => [source.slice(source.lastIndexOf('/') + 1), schema as ProviderSchema]),
);

/** Holds every provider, data and resource block of a stack against the provider's own schema, at every depth. */
export function terraformProblems(stack: TerraformStackJson): Problems {
  const all = Object.values(providers);
  const known = {
    resource: Object.assign({}, ...all.map((provider) => provider.resource_schemas)),
    data: Object.assign({}, ...all.map((provider) => provider.data_source_schemas)),
  };
  return [
    ...providerProblems(stack),
    ...(['resource', 'data'] as const).flatMap((kind) => kindProblems(stack, kind, known[kind])),
  ];
}

function providerProblems({ name, json }: TerraformStackJson): Problems {
  return Object.entries(objectOf(json['provider'])).flatMap(([provider, bodies]) => {
    const where = `${name}: provider ${provider}`;
    const schema = providers[provider];
    if (!schema) return [unknown(where, 'no schema is imported for this provider', provider, Object.keys(providers))];
    return listOf(bodies).flatMap((body) => blockProblems(where, schema.provider.block, body, meta.provider));
  });
}

function kindProblems(
  { name, json }: TerraformStackJson,
  kind: 'resource' | 'data',
  schemas: Readonly<Record<string, { readonly block: Block }>>,
): Problems {
  return Object.entries(objectOf(json[kind])).flatMap(([type, blocks]) =>
    Object.entries(objectOf(blocks)).flatMap(([id, body]) => {
      const where = `${name}: ${kind} ${type}.${id}`;
      const schema = schemas[type];
      if (!schema) return [unknown(where, `no provider has this type of ${kind}`, type, Object.keys(schemas))];
      return blockProblems(where, schema.block, body, meta[kind]);
    }),
  );
}

function blockProblems(where: string, block: Block, body: unknown, allowed: readonly string[] = []): Problems {
  if (!isObject(body)) return [wrong(where, 'a block', body)];
  const { attributes = {}, block_types = {} } = block;
  const names = Object.keys({ ...attributes, ...block_types });
  const extra = Object.keys(body).filter((name) => !names.includes(name) && !allowed.includes(name));
  return [
    ...extra.map((name) => unknown(`${where}.${name}`, 'the schema has no such argument', name, names)),
    ...attributesProblems(where, attributes, body),
    ...Object.entries(block_types).flatMap(([name, type]) => nestedBlockProblems(`${where}.${name}`, type, body[name])),
  ];
}

function nestedBlockProblems(where: string, type: BlockType, value: unknown): Problems {
  const bodies = value === undefined || value === null ? [] : listOf(value);
  const { min_items = 0, max_items = Number.POSITIVE_INFINITY } = type;
  const count = bodies.length < min_items || bodies.length > max_items;
  return [
    ...(count ? [{ where, what: `wants ${min_items} to ${max_items} blocks`, got: String(bodies.length) }] : []),
    ...bodies.flatMap((body, index) => blockProblems(`${where}[${index}]`, type.block, body)),
  ];
}

function attributesProblems(where: string, attributes: Readonly<Record<string, Attribute>>, body: Json): Problems {
  return Object.entries(attributes).flatMap(([name, attribute]): Problems => {
    const value = body[name];
    const place = `${where}.${name}`;
    if (value === undefined || value === null) {
      return attribute.required ? [{ where: place, what: 'is required', got: 'nothing' }] : [];
    }
    if (!attribute.required && !attribute.optional) {
      return [{ where: place, what: 'is set by the provider alone and cannot be given', got: shown(value) }];
    }
    return attribute.nested_type
      ? nestedProblems(place, attribute.nested_type, value)
      : typeProblems(place, attribute.type, value);
  });
}

function nestedProblems(where: string, type: NonNullable<Attribute['nested_type']>, value: unknown): Problems {
  if (isExpression(value)) return [];
  const body = (place: string, item: unknown): Problems => blockProblems(place, { attributes: type.attributes }, item);
  if (type.nesting_mode === 'single') return body(where, value);
  if (type.nesting_mode === 'map') {
    if (!isObject(value)) return [wrong(where, 'a map of objects', value)];
    return Object.entries(value).flatMap(([key, item]) => body(`${where}.${key}`, item));
  }
  if (!Array.isArray(value)) return [wrong(where, `a ${type.nesting_mode} of objects`, value)];
  return value.flatMap((item, index) => body(`${where}[${index}]`, item));
}

/** Terraform turns strings, numbers and booleans into each other where the text allows it; this does too. */
function typeProblems(where: string, type: unknown, value: unknown): Problems {
  if (isExpression(value) || value === null || type === 'dynamic') return [];
  if (Array.isArray(type)) return collectionProblems(where, type as [string, unknown], value);
  const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
  const fits =
    text !== undefined &&
    (type === 'string' ||
      (type === 'number' && typeof value !== 'boolean' && text.trim() !== '' && Number.isFinite(Number(text))) ||
      (type === 'bool' && (text === 'true' || text === 'false')));
  return fits ? [] : [wrong(where, `a ${type}`, value)];
}

function collectionProblems(where: string, [kind, inner]: readonly [string, unknown], value: unknown): Problems {
  if (kind === 'object') {
    const attributes = Object.entries(objectOf(inner)).map(([name, type]) => [name, { type, optional: true }]);
    return blockProblems(where, { attributes: Object.fromEntries(attributes) }, value);
  }
  if (kind === 'map') {
    if (!isObject(value)) return [wrong(where, 'a map', value)];
    return Object.entries(value).flatMap(([key, item]) => typeProblems(`${where}.${key}`, inner, item));
  }
  if (!Array.isArray(value)) return [wrong(where, `a ${kind}`, value)];
  return value.flatMap((item, index) => typeProblems(`${where}[${index}]`, inner, item));
}

function unknown(where: string, what: string, name: string, names: readonly string[]): TerraformProblem {
  return { where, what, got: `'${name}' (it has ${[...names].sort().join(', ')})` };
}

const wrong = (where: string, wanted: string, value: unknown): TerraformProblem => ({
  where,
  what: `is not ${wanted}`,
  got: shown(value),
});

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 80);
const isExpression = (value: unknown): boolean => typeof value === 'string' && value.includes(`\${`);
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
