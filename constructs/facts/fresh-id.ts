import type { IConstruct } from 'constructs';
import { name } from '../../platform/values/names.ts';
import { type ValueKind, valueAt } from '../../platform/values/value-kind.ts';

/**
 * The id of something that is about to be made, in words of ours: the library would refuse it too, and say neither where nor
 * what to do.
 *
 * @param kind what the id must be. Default: a name
 * @throws when it is no name, or something of the scope bears it already
 */
export function freshId({ node }: IConstruct, id: string, kind: ValueKind<string> = name): string {
  const around = node.path || 'namespaces';
  valueAt(`${around}/${/^[\w-]+$/.test(id) ? id : 'id'}: id`, kind, id);
  if (node.children.some((child) => child.node.id === id))
    throw new Error(`${around}/${id}: is there already; give one of the two another id than '${id}'`);
  return id;
}
