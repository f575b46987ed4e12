/** An image, or a chart, apart from its version. */
export interface Versioned {
  readonly name: string;
  readonly version: string;
}

/** `docker.io/library/postgres:17.2@sha256:…` is postgres, 17.2. */
export function imageOf(reference: string): Versioned {
  const [plain = ''] = reference.split('@');
  const [, name = plain, version = ''] = /^(.*?)(?::([^:/]+))?$/.exec(plain) ?? [];
  return { name: name.replace(/^docker\.io\/(library\/)?/, ''), version };
}

/** The numbers that a version begins with, whatever stands around them: `alpine-v19.3.0` is 19, 3, 0. */
export const numbersOf = (version: string): readonly number[] =>
  (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);

export type Step = 'major' | 'minor' | 'patch' | 'downgrade' | 'rebuild' | 'unknown';

/** How far it is from one version to the other. */
export function stepBetween(before: string, after: string): Step {
  const [from, to] = [numbersOf(before), numbersOf(after)];
  if (from.length === 0 || to.length === 0) return before === after ? 'rebuild' : 'unknown';
  const length = Math.max(from.length, to.length);
  for (let part = 0; part < length; part += 1) {
    const [old, fresh] = [from[part] ?? 0, to[part] ?? 0];
    if (fresh < old) return 'downgrade';
    if (fresh > old) return (['major', 'minor'] as const)[part] ?? 'patch';
  }
  return 'rebuild';
}
