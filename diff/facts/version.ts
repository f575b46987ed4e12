import { numbersOf } from '../../synth/reading/versions.ts';

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
