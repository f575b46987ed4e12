import type { k8s } from 'cdk8s-plus-28';
import { groupOf } from './hardening.ts';
import type { PodPlace, PodProps } from './pod.ts';
import { pathOf, type SecretReference } from './secret.ts';
import { vaultAnnotations } from './vault-annotations.ts';
import { vaultRole } from './vault-server.ts';

/** How the secret values of one pod reach it: parts of its template. */
export interface SecretDelivery {
  readonly annotations: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly env: k8s.EnvVar[] | undefined;
  readonly mounts: k8s.VolumeMount[];
  readonly volumes: k8s.Volume[];
  /** A command that reads the variables before it becomes the image's own. */
  readonly command?: string[];
}

const folder = '/secrets';
const tokenVolume = 'vault-token';

/** The injector's webhook takes pods with this label and no others; while it is down they do not start at all. */
export const injected = { 'uyoop.fr/secrets': 'vault' } as const;

/**
 * Delivers a pod's secrets. In the cluster (phases 1 and 2) they come out of Kubernetes Secrets; in phase 3 Vault's agent
 * writes the same files at the same paths, and the variables to `/secrets/env`.
 *
 * @throws when variables hold secrets in phase 3 and the workload does not say what its image runs.
 */
export function secretDelivery(place: PodPlace, props: PodProps): SecretDelivery {
  const { files, env } = secretsOf(props);
  const all = [...files, ...env.map(([, reference]) => reference)];
  const vault = all.filter(({ secret }) => secret.backend === 'vault');
  const inCluster = (reference: SecretReference) => reference.secret.backend !== 'vault';
  const mounted = files.filter(inCluster);
  if (vault.length > 0 && mounted.length > 0) {
    throw new Error(`${place.namespace}/${place.name}: files from Vault and from Secrets cannot share ${folder}`);
  }
  const clusterVolume = mounted.length > 0 ? [projected(mounted)] : [];
  return {
    annotations: vault.length > 0 ? agent(place, props, files, env) : {},
    labels: vault.length > 0 ? injected : {},
    env: variables(props, inCluster),
    mounts: clusterVolume.length > 0 ? [{ name: 'secrets', mountPath: folder, readOnly: true }] : [],
    volumes: [...clusterVolume, ...(vault.length > 0 ? [serviceAccountToken()] : [])],
    command: env.some(([, { secret }]) => secret.backend === 'vault') ? sourced(place, props) : undefined,
  };
}

function variables(props: PodProps, inCluster: (reference: SecretReference) => boolean): k8s.EnvVar[] | undefined {
  const list = Object.entries(props.env ?? {}).flatMap(([name, value]): k8s.EnvVar[] => {
    if (typeof value === 'string') return [{ name, value }];
    if ('field' in value) return [{ name, valueFrom: { fieldRef: { fieldPath: value.field } } }];
    if ('file' in value) return [{ name, value: pathOf(value.file) }];
    if (!inCluster(value)) return [];
    return [{ name, valueFrom: { secretKeyRef: { name: value.secret.name, key: value.key } } }];
  });
  return list.length > 0 ? list : undefined;
}

function projected(files: readonly SecretReference[]): k8s.Volume {
  const sources = files.map((reference) => ({
    secret: {
      name: reference.secret.name,
      items: [{ key: reference.key, path: pathOf(reference).slice(folder.length + 1) }],
    },
  }));
  return { name: 'secrets', projected: { defaultMode: 0o440, sources } };
}

/** A token for Vault alone: short-lived, seen by the agent and not by the application, refused by the Kubernetes API. */
function serviceAccountToken(): k8s.Volume {
  const source = { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 3600 } };
  return { name: tokenVolume, projected: { defaultMode: 0o440, sources: [source] } };
}

function agent(
  place: PodPlace,
  props: PodProps,
  files: readonly SecretReference[],
  env: readonly [string, SecretReference][],
): Record<string, string> {
  const fromFiles = files.map((reference) => {
    const file = pathOf(reference).slice(folder.length + 1);
    const name = file.startsWith(`${place.serviceAccount}-`) ? file.slice(place.serviceAccount.length + 1) : file;
    return [
      name,
      {
        path: kv(reference),
        template: `{{ with secret "${kv(reference)}" }}${printKey(reference.key, onlyText)}{{ end }}`,
        file,
      },
    ] as const;
  });
  const template = env.map(([name, reference]) => exportLine(name, reference)).join('\n');
  const fromEnv = env[0] ? [['env', { path: kv(env[0][1]), template, file: 'env' }] as const] : [];
  const mode = props.user === 'root' ? '0440' : '0400';
  const secrets = [...fromFiles, ...fromEnv].map(
    ([name, file]) => [name, { ...file, mode, errorOnMissingKey: true }] as const,
  );
  return vaultAnnotations({
    role: vaultRole(place.namespace, place.serviceAccount),
    secrets: Object.fromEntries(secrets),
    volumePath: folder,
    prePopulateOnly: true,
    initFirst: true,
    tokenVolume,
    runAsUser: props.user === 'root' ? 100 : props.user,
    runAsGroup: groupOf(props),
    requests: { cpu: '10m', memory: '32Mi' },
    limits: { memory: '96Mi' },
  });
}

const kv = ({ secret }: SecretReference): string => `secret/data/${secret.vaultPath}`;
const printKey = (key: string, filter: string): string => `{{ index .Data.data "${key}"${filter} }}`;
/** Changes nothing, but takes text alone: `index` would print `<no value>` for a key that Vault does not hold. */
const onlyText = ' | replaceAll "" ""';

/** One variable as a shell reads it: in single quotes, and a single quote inside closed, escaped and opened again. */
function exportLine(name: string, reference: SecretReference): string {
  const quoted = printKey(reference.key, ` | replaceAll "'" "'\\\\''"`);
  return `{{ with secret "${kv(reference)}" }}export ${name}='${quoted}'{{ end }}`;
}

function sourced(place: PodPlace, props: PodProps): string[] {
  const start = props.command ?? props.entrypoint;
  if (!start) {
    throw new Error(
      `${place.namespace}/${place.name}: variables hold secrets, which Vault delivers through a shell: say in 'entrypoint' what the image runs`,
    );
  }
  return ['/bin/sh', '-c', `. ${folder}/env && exec "$@"`, '--', ...start, ...(props.args ?? [])];
}

/** Every secret value that a pod sees, as a file or as a variable. */
export function secretsOf(props: PodProps): {
  readonly files: SecretReference[];
  readonly env: [string, SecretReference][];
} {
  const files = [...(props.secretFiles ?? [])];
  const env: [string, SecretReference][] = [];
  for (const [name, value] of Object.entries(props.env ?? {})) {
    if (typeof value === 'string' || 'field' in value) continue;
    if ('file' in value) files.push(value.file);
    else env.push([name, value]);
  }
  return { files: [...new Map(files.map((file) => [pathOf(file), file])).values()], env };
}
