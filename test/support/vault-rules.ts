export type Capability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'sudo' | 'deny';

interface Rule {
  readonly path: string;
  readonly capabilities: readonly Capability[];
  /** The one parameter that a write must have and may have. */
  readonly only?: string;
}

/**
 * Whether a token with these policies may do something at a path, by Vault's own rules: an exact path before any pattern, of
 * patterns the one of highest priority, equal paths of several policies together, `deny` over all, and nothing by default.
 *
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
export function allows(
  policies: readonly string[],
  capability: Capability,
  path: string,
  parameters: readonly string[] = [],
): boolean {
  const matching = policies.flatMap(rulesOf).filter((rule) => matches(rule.path, path));
  const [best] = matching.map((rule) => rule.path).sort((a, b) => priority(path, b, a));
  const rules = matching.filter((rule) => rule.path === best);
  const granted = rules.flatMap(({ capabilities }) => capabilities);
  if (!rules.every(({ only }) => only === undefined || (parameters.length === 1 && parameters[0] === only)))
    return false;
  return !granted.includes('deny') && granted.includes(capability);
}

const block =
  /path "([^"]+)" \{\s*capabilities = \[([^\]]*)\]\s*(?:allowed_parameters = \{ "(\w+)" = \[\] \}\s*required_parameters = \["\3"\]\s*)?\}/g;

function rulesOf(policy: string): Rule[] {
  const rules = [...policy.matchAll(block)];
  const rest = rules.reduce((text, [whole]) => text.replace(whole, ''), policy);
  if (rest.trim() !== '') throw new Error(`this evaluator cannot read: ${rest.trim()}`);
  return rules.map(([, path, list, only]) => ({
    path: path as string,
    only,
    capabilities: [...(list as string).matchAll(/"([a-z]+)"/g)].map(([, name]) => name as Capability),
  }));
}

/** `+` is one segment; `*` counts at the end alone and is any text. */
function matches(pattern: string, path: string): boolean {
  const escaped = pattern.replace(/\*$/, '').replace(/[.*?^$()[\]{}|\\]/g, '\\$&');
  const segments = escaped.split('/').map((segment) => (segment === '+' ? '[^/]+' : segment));
  return new RegExp(`^${segments.join('/')}${pattern.endsWith('*') ? '.*' : ''}$`).test(path);
}

/** Positive if `a` goes before `b`. */
function priority(path: string, a: string, b: string): number {
  const first = (pattern: string) =>
    pattern.search(/\+|\*$/) < 0 ? Number.POSITIVE_INFINITY : pattern.search(/\+|\*$/);
  const plus = (pattern: string) => pattern.split('/').filter((segment) => segment === '+').length;
  if (a === path || b === path) return Number(a === path) - Number(b === path);
  if (first(a) !== first(b)) return first(a) > first(b) ? 1 : -1;
  if (a.endsWith('*') !== b.endsWith('*')) return a.endsWith('*') ? -1 : 1;
  return plus(b) - plus(a) || a.length - b.length || (a > b ? 1 : -1);
}
