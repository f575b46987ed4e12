/** One condition of a route: `PathPrefix` with its values, or its negation. */
export interface Predicate {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** Conditions that must all hold. */
export type Alternative = readonly Predicate[];

/**
 * Reads a route's rule into the alternatives that it is made of: `(Host(a) || Host(b)) && Path(c)` is two.
 *
 * @throws when the rule cannot be read.
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function readMatch(match: string): readonly Alternative[] {
  const tokens = match.match(/&&|\|\||[!(),]|`[^`]*`|"[^"]*"|[A-Za-z]+/g) ?? [];
  const reader = new Reader(tokens);
  const alternatives = reader.either(false);
  if (!reader.done) throw new Error(`cannot read the rule '${match}'`);
  return alternatives;
}

/** Recursive descent; a negation is carried down, where it turns `&&` and `||` into each other. */
class Reader {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get done(): boolean {
    return this.position === this.tokens.length;
  }

  either(negated: boolean): readonly Alternative[] {
    let found = this.both(negated);
    while (this.take('||')) {
      const next = this.both(negated);
      found = negated ? product(found, next) : [...found, ...next];
    }
    return found;
  }

  private both(negated: boolean): readonly Alternative[] {
    let found = this.one(negated);
    while (this.take('&&')) {
      const next = this.one(negated);
      found = negated ? [...found, ...next] : product(found, next);
    }
    return found;
  }

  private one(negated: boolean): readonly Alternative[] {
    if (this.take('!')) return this.one(!negated);
    if (this.take('(')) {
      const inner = this.either(negated);
      this.expect(')');
      return inner;
    }
    const name = this.next();
    this.expect('(');
    const values: string[] = [];
    while (!this.take(')')) {
      if (!this.take(',')) values.push(this.next().slice(1, -1));
    }
    return [[{ name, values, negated }]];
  }

  private take(token: string): boolean {
    if (this.tokens[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`cannot read the rule: '${token}' is missing`);
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw new Error('cannot read the rule: it ends too early');
    this.position += 1;
    return token;
  }
}

function product(some: readonly Alternative[], others: readonly Alternative[]): readonly Alternative[] {
  return some.flatMap((one) => others.map((other) => [...one, ...other]));
}

/** The hosts that an alternative names; undefined if it answers to any. */
export function hostsOf(alternative: Alternative): readonly string[] | undefined {
  return alternative.find(({ name, negated }) => name === 'Host' && !negated)?.values.map((host) => host.toLowerCase());
}

/** The paths that an alternative answers to; empty: all of them. */
export function pathsOf(alternative: Alternative): readonly Predicate[] {
  return alternative.filter(({ name, negated }) => !negated && (name === 'Path' || name === 'PathPrefix'));
}

/** Whether an alternative answers to a path. */
export function answers(alternative: Alternative, path: string): boolean {
  return pathsOf(alternative).every(({ name, values }) =>
    values.some((value) => (name === 'Path' ? path === value : path.startsWith(value))),
  );
}

/**
 * Whether some request for a path gets through, whatever its headers say: what is negated, and patterns, count too. A pattern
 * that is Go's alone holds nobody back.
 */
export function admits(alternative: Alternative, path: string): boolean {
  return alternative.every(({ name, values, negated }) => {
    const tests = values.map((value) => pathTests[name]?.(value, path));
    return tests.includes(undefined) || tests.includes(true) !== negated;
  });
}

const pathTests: Readonly<Record<string, (value: string, path: string) => boolean | undefined>> = {
  Path: (value, path) => value === path,
  PathPrefix: (value, path) => path.startsWith(value),
  PathRegexp: (value, path) => goPattern(value)?.test(path),
};

/** Go says at the beginning of a pattern what JavaScript says behind it. */
function goPattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text.replace(/^\(\?i\)/, ''), text.startsWith('(?i)') ? 'i' : '');
  } catch {
    return undefined;
  }
}

/** Whether everything that an alternative answers to lies at or below a path. */
export function liesBelow(alternative: Alternative, path: string): boolean {
  const root = path.replace(/\/$/, '');
  return pathsOf(alternative).some(({ values }) =>
    values.every((value) => value === root || value.startsWith(`${root}/`)),
  );
}

/** Whether an alternative demands all that another does, to the letter: it answers to nothing that the other would not. */
export function narrows(alternative: Alternative, shape: Alternative): boolean {
  const demands = alternative.map((one) => JSON.stringify(one));
  return shape.every((one) => demands.includes(JSON.stringify(one)));
}

/** Whether some path is answered by both. */
export function meet(some: Alternative, others: Alternative): boolean {
  return pathsOf(some).every((one) =>
    pathsOf(others).every((other) =>
      one.values.some((a) => other.values.some((b) => pathsMeet(one.name === 'Path', a, other.name === 'Path', b))),
    ),
  );
}

function pathsMeet(exactA: boolean, a: string, exactB: boolean, b: string): boolean {
  if (exactA && exactB) return a === b;
  if (exactA) return a.startsWith(b);
  if (exactB) return b.startsWith(a);
  return a.startsWith(b) || b.startsWith(a);
}
