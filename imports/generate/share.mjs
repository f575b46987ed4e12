/**
 * Object and list schemas that occur more than once, each written once and referred to by name.
 * CRDs repeat themselves (ClusterIssuer holds one pod template twice, Application five sources): compiled as
 * they come, the validators are nearly twice the size.
 */
export function shareRepeated(kinds) {
  const seen = countParts([...kinds.values()]);
  const names = new Map();
  const shared = [];

  const share = (part) => {
    const text = JSON.stringify(part);
    if (!isStructure(part) || seen.get(text) === 1) return mapParts(part, share);
    if (!names.has(text)) {
      names.set(text, `shared${names.size}`);
      shared.push({ $id: names.get(text), ...mapParts(part, share) });
    }
    return { $ref: names.get(text) };
  };

  return { shared, kinds: new Map([...kinds].map(([key, schema]) => [key, mapParts(schema, share)])) };
}

function countParts(schemas) {
  const seen = new Map();
  const count = (part) => {
    if (isStructure(part)) seen.set(JSON.stringify(part), (seen.get(JSON.stringify(part)) ?? 0) + 1);
    return mapParts(part, count);
  };
  schemas.forEach((schema) => mapParts(schema, count));
  return seen;
}

const isStructure = (schema) => Boolean(schema.properties ?? schema.items);

/** The schema with `map` applied to each one directly under it. What only narrows (anyOf and its like) is left as it is. */
function mapParts(schema, map) {
  if (typeof schema !== 'object') return schema;
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, map(part)])) }),
    ...(items && { items: map(items) }),
    ...(additionalProperties && { additionalProperties: map(additionalProperties) }),
  };
}
