import type { k8s } from 'cdk8s-plus-28';
import { fileNameOf, fromVault, pathOf, secretFolder, type ValueReference } from '../secret/secret.ts';
import { type Variable, variable } from './env.ts';
import type { PodParts, PodPlace, PodProps } from './pod-props.ts';
import { type AgentMode, agentMode, type VaultAgent, type VaultValues, vaultAgent } from './vault-agent.ts';

/** How the secret values of one pod reach it: parts of its template. */
export interface SecretDelivery extends PodParts, Partial<Omit<VaultAgent, keyof PodParts>> {
  readonly env: k8s.EnvVar[] | undefined;
}

/**
 * Delivers a pod's secrets. In the cluster (phases 1 and 2) they come out of Kubernetes Secrets; in phase 3 Vault's agent
 * writes the same files at the same paths, and the variables to `/secrets/env`.
 *
 * @throws when variables hold secrets in phase 3 and the workload does not say what its image runs.
 */
export function secretDelivery(place: PodPlace, props: PodProps): SecretDelivery {
  const { files, variables } = secretsOf(props);
  const listed = variables.flatMap(({ listed }) => listed ?? []);
  const env = listed.length > 0 ? listed : undefined;
  const mounted = files.filter((file) => !fromVault(file));
  const mode = agentModeOf(props, place);
  if (!mode) return { env, ...(mounted.length > 0 && folderOf(mounted)) };
  if (mounted.length > 0) {
    throw new Error(`${place.namespace}/${place.name}: files from Vault and from Secrets cannot share ${secretFolder}`);
  }
  return { env, ...vaultAgent(place, props, vaultValues(props), mode) };
}

/** How Vault's agent serves a pod; undefined where it has none. */
export function agentModeOf(props: PodProps, place: PodPlace): AgentMode | undefined {
  const values = valuesOf(props).filter(fromVault);
  return values.length > 0 ? agentMode(values, place) : undefined;
}

function vaultValues(props: PodProps): VaultValues {
  const { files, variables } = secretsOf(props);
  const env = variables.flatMap(({ name, value }) => (value && fromVault(value) ? [[name, value] as const] : []));
  return { files: files.filter(fromVault), env };
}

/** Kubernetes' own way: the values out of Secrets, in one read-only folder. */
function folderOf(files: readonly ValueReference[]): PodParts {
  const sources = files.map((reference) => ({
    secret: {
      name: reference.secret.name,
      items: [{ key: reference.key, path: fileNameOf(reference) }],
    },
  }));
  return {
    mounts: [{ name: 'secrets', mountPath: secretFolder, readOnly: true }],
    volumes: [{ name: 'secrets', projected: { defaultMode: 0o440, sources } }],
  };
}

/** Every secret value that a pod sees. */
export function valuesOf(props: PodProps): readonly ValueReference[] {
  const { files, variables } = secretsOf(props);
  return [...files, ...variables.flatMap(({ value }) => value ?? [])];
}

/** A pod's variables, and the secrets that it sees as files, each once. */
function secretsOf({ env = {}, secretFiles = [] }: PodProps): {
  readonly files: readonly ValueReference[];
  readonly variables: readonly Variable[];
} {
  const variables = Object.entries(env).map(([name, value]) => variable(name, value));
  const files = [...secretFiles, ...variables.flatMap(({ file }) => file ?? [])];
  return { files: [...new Map(files.map((file) => [pathOf(file), file])).values()], variables };
}
