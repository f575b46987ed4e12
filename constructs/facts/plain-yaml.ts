/** Words that YAML 1.1 or 1.2 takes for something else than text, whichever way their letters are. */
const taken = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null', '.inf', '.nan']);

/** What begins as no number, no mark and no bracket does: text to its end, unless it is one of the words above. */
const text = /^(?:[A-Za-z/^]|--?[A-Za-z]|\.[A-Za-z])[\x20-\x7e]*$/;
/** In there a key, a comment or an end of the line would be seen. */
const broken = /: | #|[ :-]$/;
const amount = /^\d+(?:[mshd]|[KMGT]i)$/;
const dotted = /^\d+\.\d+\.\d+(?:[\w./-]*[\w/])?$/;
/** Text that the library writes in quotes, whatever else it does. */
const quoted = /^(?:\d*|true|false)$/;
const key = /^[A-Za-z/](?:[\w./-]{0,200}[\w./])?$/;

const isTaken = (value: string): boolean => taken.has(value.toLowerCase());

const isBare = (value: string): boolean =>
  text.test(value) ? !broken.test(value) && !isTaken(value) : amount.test(value) || dotted.test(value);

const isBareKey = (name: string): boolean => key.test(name) && !isTaken(name);

/**
 * Block YAML of plain JSON, byte for byte as the `yaml` library writes it. That library makes a document of nodes first, which
 * takes ten times as long as writing, and nearly all values of ours are bare or digits: these are written here, and every other scalar is
 * asked of the library.
 *
 * @param ask what the library writes of a text, number or null behind `k: `, its further lines two blanks in
 * @returns undefined for what is no plain map of plain keys: the library writes that whole
 */
export function plainYaml(value: unknown, ask: (scalar: unknown) => string): string | undefined {
  if (!isBlock(value) || Array.isArray(value) || !hasBareKeys(value)) return undefined;
  return `${new Writer(ask).block(value, '')}\n`;
}

type Block = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What takes lines of its own. Empty ones stand beside their key. */
const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.length > 0 : entriesOf(value).length > 0);

/** Keys without a value are not written. */
const entriesOf = (map: object): readonly [string, unknown][] =>
  Object.entries(map).filter(([, value]) => value !== undefined);

function hasBareKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasBareKeys);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.entries(value).every(([name, inner]) => isBareKey(name) && hasBareKeys(inner));
}

class Writer {
  constructor(private readonly ask: (scalar: unknown) => string) {}

  /** @param margin what stands before each line but the first */
  block(value: Block, margin: string): string {
    const next = `${margin}  `;
    const lines = Array.isArray(value)
      ? value.map((item) => `- ${isBlock(item) ? this.block(item, next) : this.scalar(item, margin)}`)
      : entriesOf(value).map(([name, inner]) =>
          isBlock(inner) ? `${name}:\n${next}${this.block(inner, next)}` : `${name}: ${this.scalar(inner, margin)}`,
        );
    return lines.join(`\n${margin}`);
  }

  private scalar(value: unknown, margin: string): string {
    if (typeof value === 'string' && isBare(value)) return value;
    if (typeof value === 'string' && quoted.test(value)) return `"${value}"`;
    if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return String(value);
    if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
    return this.ask(value).replaceAll(/\n(?=[^\n])/g, `\n${margin}`);
  }
}
