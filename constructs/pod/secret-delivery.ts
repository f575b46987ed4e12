import type { k8s } from 'cdk8s-plus-28';
import { fileNameOf, pathOf, secretFolder, type ValueReference } from '../secret/secret.ts';
import type { PodPlace, PodProps } from './pod-props.ts';
import { type AgentMode, agentMode, type VaultAgent, type VaultValues, vaultAgent } from './vault-agent.ts';

/** How the secret values of one pod reach it: parts of its template. */
export interface SecretDelivery extends Partial<VaultAgent> {
  readonly env: k8s.EnvVar[] | undefined;
  readonly mounts: k8s.VolumeMount[];
  readonly volumes: k8s.Volume[];
}

/**
 * Delivers a pod's secrets. In the cluster (phases 1 and 2) they come out of Kubernetes Secrets; in phase 3 Vault's agent
 * writes the same files at the same paths, and the variables to `/secrets/env`.
 *
 * @throws when variables hold secrets in phase 3 and the workload does not say what its image runs.
 */
export function secretDelivery(place: PodPlace, props: PodProps): SecretDelivery {
  const mounted = secretsOf(props).files.filter((file) => !fromVault(file));
  const mode = agentModeOf(props, place);
  if (mode && mounted.length > 0) {
    throw new Error(`${place.namespace}/${place.name}: files from Vault and from Secrets cannot share ${secretFolder}`);
  }
  return {
    env: variables(props),
    mounts: mounted.length > 0 ? [{ name: 'secrets', mountPath: secretFolder, readOnly: true }] : [],
    volumes: mounted.length > 0 ? [projected(mounted)] : [],
    ...(mode && vaultAgent(place, props, vaultValues(props), mode)),
  };
}

/** How Vault's agent serves a pod; undefined where it has none. */
export function agentModeOf(props: PodProps, place: PodPlace): AgentMode | undefined {
  const values = valuesOf(props).filter(fromVault);
  return values.length > 0 ? agentMode(values, place) : undefined;
}

function vaultValues(props: PodProps): VaultValues {
  const { files, env } = secretsOf(props);
  return { files: files.filter(fromVault), env: env.filter(([, reference]) => fromVault(reference)) };
}

function variables(props: PodProps): k8s.EnvVar[] | undefined {
  const list = Object.entries(props.env ?? {}).flatMap(([name, value]): k8s.EnvVar[] => {
    if (typeof value === 'string') return [{ name, value }];
    if ('field' in value) return [{ name, valueFrom: { fieldRef: { fieldPath: value.field } } }];
    if ('file' in value) return [{ name, value: pathOf(value.file) }];
    if (fromVault(value)) return [];
    return [{ name, valueFrom: { secretKeyRef: { name: value.secret.name, key: value.key } } }];
  });
  return list.length > 0 ? list : undefined;
}

function projected(files: readonly ValueReference[]): k8s.Volume {
  const sources = files.map((reference) => ({
    secret: {
      name: reference.secret.name,
      items: [{ key: reference.key, path: fileNameOf(reference) }],
    },
  }));
  return { name: 'secrets', projected: { defaultMode: 0o440, sources } };
}

/** Every secret value that a pod sees. */
export function valuesOf(props: PodProps): readonly ValueReference[] {
  const { files, env } = secretsOf(props);
  return [...files, ...env.map(([, reference]) => reference)];
}

/** Whether a value reaches a pod by Vault's agent. */
export const fromVault = ({ secret }: ValueReference): boolean => secret.backend === 'vault';

/** The same by how it sees them: as a file or as a variable. */
function secretsOf(props: PodProps): {
  readonly files: ValueReference[];
  readonly env: [string, ValueReference][];
} {
  const files = [...(props.secretFiles ?? [])];
  const env: [string, ValueReference][] = [];
  for (const [name, value] of Object.entries(props.env ?? {})) {
    if (typeof value === 'string' || 'field' in value) continue;
    if ('file' in value) files.push(value.file);
    else env.push([name, value]);
  }
  return { files: [...new Map(files.map((file) => [pathOf(file), file])).values()], env };
}
