import type { k8s } from 'cdk8s-plus-28';
import { by } from '../facts/by.ts';
import { neverText } from '../facts/never-text.ts';
import { fromVault, pathOf, type SecretFile, type ValueReference } from '../secret/secret.ts';

/** A fact that only the running pod knows. */
export interface PodField {
  readonly kind: 'field';
  readonly field: 'status.hostIP' | 'status.podIP' | 'spec.nodeName' | 'metadata.namespace' | 'metadata.name';
}

/** Hands over what only the running pod knows: `podField('spec.nodeName')`. */
export const podField = (field: PodField['field']): PodField =>
  neverText({ kind: 'field', field } as const, `the pod's ${field}`);

/** Text, a secret value, the path of a file that holds one, or a fact of the running pod. */
export type EnvValue = string | ValueReference | SecretFile | PodField;

/** What a variable comes to: what the container lists, and the secret that it reads, in a file or as the value itself. */
export interface Variable {
  readonly name: string;
  readonly listed?: k8s.EnvVar;
  readonly file?: ValueReference;
  readonly value?: ValueReference;
}

/** What Vault's agent brings is not listed: the container's shell reads it from a file. */
export function variable(name: string, value: EnvValue): Variable {
  if (typeof value === 'string') return { name, listed: { name, value } };
  return by('kind', value, {
    field: ({ field }) => ({ name, listed: { name, valueFrom: { fieldRef: { fieldPath: field } } } }),
    file: ({ file }) => ({ name, listed: { name, value: pathOf(file) }, file }),
    value: (reference) => ({
      name,
      listed: fromVault(reference) ? undefined : fromSecret(name, reference),
      value: reference,
    }),
  });
}

function fromSecret(name: string, { secret, key }: ValueReference): k8s.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret.name, key } } };
}
