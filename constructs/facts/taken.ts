import type { IConstruct } from 'constructs';
import { type ValueKind, valueAt } from '../../platform/values/value-kind.ts';

/**
 * A value of its kind, as it enters a construct.
 *
 * @param prop where it stands: `ports.http`
 * @throws with the construct's path, the prop, the value and the rule that it breaks
 */
export function taken<T>({ node }: IConstruct, prop: string, kind: ValueKind<T>, value: unknown): T {
  return valueAt(`${node.path}: ${prop}`, kind, value);
}
