const hole = /@([a-z]+)@/g;

/**
 * A text in another language with its `@name@` holes filled. The file stays one that its own linter reads.
 *
 * @param text as the file holds it
 * @param values by the hole's name, put in as they are: the caller quotes them as the language wants
 * @throws when a hole has no value, or a value no hole
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const holes = new Set([...text.matchAll(hole)].map(([, name]) => name as string));
  const empty = [...holes].filter((name) => !Object.hasOwn(values, name));
  const unused = Object.keys(values).filter((name) => !holes.has(name));
  if (empty.length > 0)
    throw new Error(`a text has holes that nothing fills: ${empty.map((name) => `@${name}@`).join(', ')}`);
  if (unused.length > 0) throw new Error(`a text has no hole for: ${unused.join(', ')}`);
  return text.replaceAll(hole, (_, name: string) => String(values[name]));
}
