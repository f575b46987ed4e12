import { claimOn, movement, type Rule } from '../../change/change.ts';
import type { Field } from '../../compare/field.ts';

/** From the softest. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const levels: readonly unknown[] = ['privileged', 'baseline', 'restricted'];

/** A namespace admits softer pods. */
export const softerNamespaces: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'Namespace') return [];
  const softer = fields.filter(
    (field) => /pod-security\.kubernetes\.io\/enforce$/.test(field.path.at(-1) ?? '') && isSofter(field),
  );
  return claimOn(softer, `admits softer pods: ${softer.map(movement).join()}`);
};

const isSofter = ({ before, after }: Field): boolean => levels.indexOf(after) < levels.indexOf(before);
