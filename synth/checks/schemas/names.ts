/*
 * Fields: metadata.name and metadata.namespace, by kind.
 * Allowed: what Kubernetes holds in its code and in no schema: a DNS name, a DNS label for a Namespace, one that begins with
 * a letter for a Service, any path segment for RBAC, and 52 characters where names of pods are made of them.
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { isLabel, isSubdomain } from '../../reading/dns-names.ts';
import { type Written, writtenOf } from '../../reading/written.ts';

const cure = "use lower case letters, digits and '-'";

export default check('names that Kubernetes refuses', (model) =>
  model.documents.flatMap((document) => {
    const object = writtenOf(document);
    return [...wrongName(object), ...wrongNamespace(object)];
  }),
);

interface Rule {
  readonly holds: (name: string) => boolean;
  readonly longest: number;
  readonly why: string;
}

function ruleFor(kind: string): Rule {
  // RBAC takes any name that fits into a path.
  if (/^(?:Cluster)?Role(?:Binding)?$/.test(kind))
    return { holds: (name) => /^(?!\.{1,2}$)[^/%]+$/.test(name), longest: 253, why: 'a path segment' };
  if (kind === 'Namespace') return { holds: isLabel, longest: 63, why: 'a DNS label' };
  if (kind === 'Service')
    return {
      holds: (name) => isLabel(name) && /^[a-z]/.test(name),
      longest: 63,
      why: 'a DNS label that begins with a letter',
    };
  // Their pods' and revisions' names and labels are made of them.
  if (kind === 'CronJob' || kind === 'StatefulSet')
    return { holds: isSubdomain, longest: 52, why: 'a DNS name of at most 52' };
  return { holds: isSubdomain, longest: 253, why: 'a DNS name (RFC 1123)' };
}

function wrongName({ path, kind, name }: Written): readonly Letter[] {
  const { holds, longest, why } = ruleFor(kind);
  // Where no name is written at all, the schema says so.
  if (name === '' || (holds(name) && name.length <= longest)) return [];
  return [{ where: path, what: `the name of a ${kind} must be ${why}`, got: `'${name}'`, cure }];
}

function wrongNamespace({ path, namespace }: Written): readonly Letter[] {
  if (isLabel(namespace) && namespace.length <= 63) return [];
  return [{ where: path, what: 'a namespace must be a DNS label', got: `'${namespace}'`, cure }];
}
