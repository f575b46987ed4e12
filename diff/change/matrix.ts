import type { Changed } from '../compare/changed.ts';
import type { Field } from '../compare/field.ts';
import { templatePath } from '../sides/pods.ts';
import { modelKinds } from '../sides/written-model.ts';

/** What a container is made of and does, and not who it is: no policy, route or Service asks for it. */
const inert: readonly string[] = [
  ...['image', 'imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'resources', 'volumeMounts', 'securityContext'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'terminationMessagePolicy'],
];

/** Whether a change may move the matrix of who reaches whom. */
export const movesMatrix = ({ entity, fields }: Changed): boolean =>
  entity.layer === 'host' ||
  entity.file === 'report/reachability.md' ||
  (modelKinds.includes(entity.kind) && !fields.every((field) => isInert(entity.kind, field)));

/** Whether a field of a pod's template is none that the matrix is computed on. */
export function isInert(kind: string, { path }: Pick<Field, 'path'>): boolean {
  const template = templatePath(kind);
  if (!template?.every((key, index) => path[index] === key)) return false;
  const [section, part, , key] = path.slice(template.length);
  if (section === 'metadata') return part === 'annotations';
  return section === 'spec' && (part === 'containers' || part === 'initContainers') && inert.includes(key ?? '');
}
