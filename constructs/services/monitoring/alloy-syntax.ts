/** A name of another component's export, or a call: written without quotes. */
export interface Expression {
  readonly expression: string;
}

export type AlloyValue =
  | string
  | number
  | boolean
  | Expression
  | readonly AlloyValue[]
  | { readonly [key: string]: AlloyValue };

/** A block with its label, its attributes, and the blocks inside it. */
export interface AlloyBlock {
  readonly name: string;
  readonly label?: string;
  readonly attributes: Readonly<Record<string, AlloyValue>>;
  readonly blocks: readonly AlloyBlock[];
}

export const expression = (text: string): Expression => ({ expression: text });

/** @throws when a name or a label is none that Alloy reads. */
export function block(
  name: string,
  label: string | undefined,
  attributes: AlloyBlock['attributes'] = {},
  blocks: readonly AlloyBlock[] = [],
): AlloyBlock {
  const wrong = [...name.split('.'), ...Object.keys(attributes), label ?? 'label'].find(
    (word) => !identifier.test(word),
  );
  if (wrong !== undefined) throw new Error(`alloy: '${wrong}' in block '${name}' is no identifier`);
  return { name, label, attributes, blocks };
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The text of a configuration, as `alloy fmt` would write it. @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/syntax/ */
export function alloyText(blocks: readonly AlloyBlock[]): string {
  return `${blocks.map((one) => lines(one).join('\n')).join('\n\n')}\n`;
}

function lines({ name, label, attributes, blocks }: AlloyBlock): readonly string[] {
  const head = label === undefined ? name : `${name} "${label}"`;
  const widest = Math.max(...Object.keys(attributes).map(({ length }) => length));
  const assigned = Object.entries(attributes).map(([key, value]) => `${key.padEnd(widest)} = ${text(value)}`);
  const parts = [assigned, ...blocks.map(lines)].filter(({ length }) => length > 0);
  const inner = parts.flatMap((part, index) => (index === 0 ? part : ['', ...part]));
  return inner.length === 0 ? [`${head} { }`] : [`${head} {`, ...inner.map((line) => line && `\t${line}`), '}'];
}

function text(value: AlloyValue): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // Alloy's strings are Go's: JSON's escapes are among them.
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`;
  if (isExpression(value)) return value.expression;
  return `{${Object.entries(value)
    .map(([key, inner]) => `${identifier.test(key) ? key : JSON.stringify(key)} = ${text(inner)}`)
    .join(', ')}}`;
}

const isExpression = (value: object): value is Expression =>
  typeof (value as { expression?: unknown }).expression === 'string';
