/** A line of a map: its indent, its key, what stands behind it. */
const entry = /^( *)(\.?[A-Za-z/](?:[\w./-]*[\w./])?):(?: (.*))?$/;
const quotedEntry = /^( *)("(?:[^"\\]|\\["\\])*"):(?: (.*))?$/;
const item = /^( *)-(?: (.*))?$/;
/** Words that some reader takes for something else than text, whichever way their letters are. */
const taken = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?\.inf|\.nan)$/i;
/** Text to its end, whatever it says: nothing in it is a mark, a comment or a key. */
const word = /^(?:[A-Za-z/^(]|--?[A-Za-z]|\.\/)[\x21-\x7e]*(?: [\x21-\x7e]+)*$|^--$/;
const broken = /: |:$| #/;
const amount = /^\d+(?:[mshdKMGT]|[KMGT]iB?)$|^\d+\.\d+\.\d+(?:[\w./-]*[\w/])?(?::\d+)?$/;
/** No number has these letters. */
const sum = /^(?=[0-9e]*[a-df])[0-9a-f]{8,}$/;
const integer = /^(?:0|-?[1-9]\d{0,14})$/;
const doubleQuoted = /^"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/u;
const singleQuoted = /^'(?:[^'\p{Cc}]|'')*'$/u;

/**
 * Block YAML as `constructs/facts/yaml.ts` writes it, read without the library's nodes: ten times as fast, and reading is most of what
 * a comparison of two large trees takes. It knows what that writer writes and nothing else: at the first line that is otherwise it
 * gives up, and the library reads the whole.
 *
 * @returns undefined where the library has to read it
 */
export function plainYaml(text: string): unknown {
  if (/[\t\r]/.test(text)) return undefined;
  const reader = new Reader(text.replace(/\n+$/, '').split('\n'));
  try {
    return reader.whole();
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

const unusual = Symbol('a line that our writer does not write');

const giveUp = (): never => {
  throw unusual;
};

class Reader {
  private at = 0;

  constructor(private readonly lines: readonly string[]) {}

  whole(): unknown {
    const value = this.block(0);
    return this.at === this.lines.length ? value : giveUp();
  }

  private get line(): string | undefined {
    return this.lines[this.at];
  }

  /** What begins at the next line, at exactly this indent. */
  private block(indent: number): unknown {
    const { line = '' } = this;
    if (indentOf(line) !== indent) return giveUp();
    return item.test(line) ? this.list(indent) : this.map(indent, {});
  }

  private map(indent: number, map: Record<string, unknown>): unknown {
    for (let found = this.entryAt(indent); found; found = this.entryAt(indent)) {
      this.at += 1;
      this.put(map, found, indent);
    }
    return map;
  }

  private put(map: Record<string, unknown>, { key, rest }: Entry, indent: number): void {
    // What stands there twice is the library's to refuse.
    if (key === '__proto__' || Object.hasOwn(map, key)) giveUp();
    map[key] = this.value(rest, indent);
  }

  private entryAt(indent: number): Entry | undefined {
    const { line } = this;
    if (line === undefined || indentOf(line) < indent) return undefined;
    return indentOf(line) === indent ? entryOf(line) : giveUp();
  }

  private list(indent: number): unknown {
    const list: unknown[] = [];
    for (;;) {
      const { line } = this;
      if (line === undefined || indentOf(line) < indent) return list;
      const [, margin = '', rest] = item.exec(line) ?? giveUp();
      if (margin.length !== indent) giveUp();
      list.push(this.item(rest, indent));
    }
  }

  /** A map begins beside its dash; its further keys stand below its first. */
  private item(rest: string | undefined, indent: number): unknown {
    this.at += 1;
    if (rest === undefined || /^(?: |-(?: |$))/.test(rest)) return giveUp();
    if (!entry.test(rest) && !quotedEntry.test(rest)) return this.value(rest, indent);
    const map: Record<string, unknown> = {};
    this.put(map, entryOf(rest), indent + 2);
    return this.map(indent + 2, map);
  }

  /** @param indent of the line that it stands in */
  private value(rest: string | undefined, indent: number): unknown {
    if (rest === '|' || rest === '|-') return this.literal(indent + 2, rest === '|');
    if (rest !== undefined) return scalar(rest);
    const inner = indentOf(this.line ?? '');
    return inner === indent + 2 ? this.block(inner) : giveUp();
  }

  private literal(indent: number, ended: boolean): string {
    const first = this.at;
    while (this.line !== undefined && (this.line === '' || indentOf(this.line) >= indent)) this.at += 1;
    let end = this.at;
    while (end > first && this.lines[end - 1] === '') end -= 1;
    const text = this.lines.slice(first, end).map((line) => line.slice(indent));
    // An empty block, or one that begins with a blank, wants a mark of its indent.
    if (text.length === 0 || !/^[^ ]/.test(text[0] ?? '')) return giveUp();
    return `${text.join('\n')}${ended ? '\n' : ''}`;
  }
}

interface Entry {
  readonly key: string;
  readonly rest: string | undefined;
}

function entryOf(line: string): Entry {
  const [, , key = '', rest] = entry.exec(line) ?? quotedEntry.exec(line) ?? giveUp();
  if (!key.startsWith('"')) return taken.test(key) ? giveUp() : { key, rest };
  return { key: JSON.parse(key), rest };
}

function indentOf(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) === 32) count += 1;
  return count;
}

function scalar(text: string): unknown {
  if (word.test(text) && !broken.test(text) && !taken.test(text)) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  if (integer.test(text)) return Number(text);
  if (amount.test(text) || sum.test(text)) return text;
  if (doubleQuoted.test(text)) return JSON.parse(text);
  if (singleQuoted.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (text === '{}') return {};
  return text === '[]' ? [] : giveUp();
}
