import type { k8s } from 'cdk8s-plus-28';
import type { Resources } from '../../platform/types.ts';
import { images } from '../../platform/versions.ts';
import { marked } from '../facts/marked.ts';
import { fileNameOf, isLeased, type LoginKind, pathOf, secretFolder, type ValueReference } from '../secret/secret.ts';
import { vaultRole, vaultToken } from '../secret/vault-server.ts';
import { containerSecurity, groupOf } from './hardening.ts';
import type { PodPlace, PodProps } from './pod-props.ts';
import { resourceRequirements } from './resources.ts';
import { longestAnnotationName, type VaultFile, vaultAnnotations } from './vault-annotations.ts';

/** The values that one pod takes from Vault: as files, and as variables. */
export interface VaultValues {
  readonly files: readonly ValueReference[];
  readonly env: readonly (readonly [string, ValueReference])[];
}

/**
 * When the agent runs. `before` the pod starts, and is gone. `both`: also beside it, since Vault replaces a value by itself.
 * `beside` it and not before, since a lease lives as long as the agent that took it.
 */
export type AgentMode = 'before' | 'both' | 'beside';

/** The same in the injector's words. */
const runs = {
  before: { prePopulateOnly: true, initFirst: true },
  both: { prePopulateOnly: false, initFirst: true },
  beside: { prePopulate: false },
} as const satisfies Record<AgentMode, object>;

/** The parts of a pod template that bring Vault's values into the pod. */
export interface VaultAgent {
  readonly annotations: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly volumes: k8s.Volume[];
  readonly initContainers: k8s.Container[];
  readonly command?: string[];
  readonly shareProcessNamespace?: true;
}

/** The injector's webhook takes pods with this label and no others; while it is down they do not start at all. */
export const injected = { 'uyoop.fr/secrets': 'vault' } as const;

/** What an agent takes, before the pod or beside it. */
export const agentResources = { cpu: '10m', memory: '32Mi', memoryLimit: '96Mi' } as const satisfies Resources;

/** By default an agent looks up to five minutes late whether Vault has been unsealed. */
const patience = {
  authMaxBackoff: '30s',
  requests: { cpu: agentResources.cpu, memory: agentResources.memory },
  limits: { memory: agentResources.memoryLimit },
} as const;

const tokenVolumeName = 'vault-token';
/** Where a pod that cannot read a value again notes the process to end when there is a new one. */
const processFile = `${secretFolder}/process`;

/**
 * How the agent serves a pod that reads `values`.
 *
 * @throws when a pod that ends would take a lease: each run would leave a user of the database behind.
 */
export function agentMode(values: readonly ValueReference[], place: PodPlace): AgentMode {
  if (place.ends) {
    if (!values.some(isLeased)) return 'before';
    throw new Error(
      `${place.namespace}/${place.name}: is a job, and each of its runs would leave a leased user of the database behind: give the database a 'rotated' login`,
    );
  }
  const wanted = values.map(({ secret }) => (secret.changing ? modes[secret.changing] : 'before'));
  return (['beside', 'both'] as const).find((mode) => wanted.includes(mode)) ?? 'before';
}

/** What a login of each kind wants of the agent. */
const modes: Readonly<Record<LoginKind, AgentMode>> = { leased: 'beside', rotated: 'both' };

/**
 * Lets the injector's agent write a pod's values to the files that they have in every phase, and its variables to
 * `/secrets/env`. A pod that was not injected does not start: something of ours looks for the files first.
 *
 * @throws when a shell has to start what the image runs, and the workload does not say what that is.
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector
 */
export function vaultAgent(place: PodPlace, props: PodProps, values: VaultValues, mode: AgentMode): VaultAgent {
  const restarts = mustRestart(mode, props);
  const wrapped = values.env.length > 0 || restarts || mode === 'beside';
  return {
    annotations: annotations(place, props, values, mode),
    labels: injected,
    volumes: [tokenVolume()],
    initContainers: mode === 'beside' ? [] : [presenceCheck(props, values)],
    ...(wrapped && { command: wrapper(place, props, values, mode) }),
    ...(restarts && { shareProcessNamespace: true }),
  };
}

/** Vault replaces a value while the pod runs, and the pod cannot read it again. */
const mustRestart = (mode: AgentMode, { rereadsSecrets }: PodProps): boolean => mode !== 'before' && !rereadsSecrets;

/**
 * Mounted in the agent and not in the application. Where the two share their processes the application could find it there, and
 * read with it what is in its own files anyway.
 */
function tokenVolume(): k8s.Volume {
  return { name: tokenVolumeName, projected: { defaultMode: 0o440, sources: [vaultToken(3600)] } };
}

function annotations(place: PodPlace, props: PodProps, values: VaultValues, mode: AgentMode): Record<string, string> {
  const restarts = mustRestart(mode, props);
  const common = {
    mode: props.user === 'root' ? '0440' : '0400',
    errorOnMissingKey: true,
    command: restarts ? endProcess : undefined,
  } as const;
  const secrets = rendered(place, values).map(([name, file]) => [name, { ...file, ...common }] as const);
  return vaultAnnotations({
    role: vaultRole(place.namespace, place.serviceAccount),
    secrets: Object.fromEntries(secrets),
    volumePath: secretFolder,
    ...runs[mode],
    tokenVolume: tokenVolumeName,
    // Whoever ends a process must be its user; beside root an agent that ends nothing is somebody else.
    runAsUser: restarts && props.user === 'root' ? 0 : neverRoot(props),
    runAsGroup: groupOf(props),
    ...patience,
  });
}

/** Each file by the name that its annotations bear; the variables are one more file. */
function rendered(place: PodPlace, { files, env }: VaultValues): (readonly [string, VaultFile])[] {
  const fromFiles = files.map((reference) => {
    const file = { path: reference.secret.readPath, template: fileTemplate(reference), file: fileNameOf(reference) };
    return [annotationName(place, reference), file] as const;
  });
  const [first] = env;
  if (!first) return fromFiles;
  const template = env.map(([name, reference]) => exportLine(name, reference)).join('\n');
  return [...fromFiles, ['env', { path: first[1].secret.readPath, template, file: 'env' }]];
}

/** The file's name without the service's, since it becomes part of an annotation's. */
function annotationName({ labels }: PodPlace, reference: ValueReference): string {
  const file = fileNameOf(reference);
  const service = `${labels['app.kubernetes.io/name']}-`;
  const name = file.startsWith(service) ? file.slice(service.length) : file;
  return name.length <= longestAnnotationName ? name : marked(name, file, longestAnnotationName);
}

const printKey = ({ secret, key }: ValueReference, filter: string): string =>
  `{{ index ${secret.readFields} "${key}"${filter} }}`;
/** Changes nothing, but takes text alone: `index` would print `<no value>` for a key that Vault does not hold. */
const onlyText = ' | replaceAll "" ""';

const fileTemplate = (reference: ValueReference): string =>
  `{{ with secret "${reference.secret.readPath}" }}${printKey(reference, onlyText)}{{ end }}`;

/** One variable as a shell reads it: in single quotes, and a single quote inside closed, escaped and opened again. */
function exportLine(name: string, reference: ValueReference): string {
  const quoted = printKey(reference, ` | replaceAll "'" "'\\\\''"`);
  return `{{ with secret "${reference.secret.readPath}" }}export ${name}='${quoted}'{{ end }}`;
}

/** The pod's user, or beside root the one of Vault's image. */
const neverRoot = ({ user }: PodProps): number => (user === 'root' ? 100 : user);

/** It succeeds whatever it finds: an agent whose command fails ends, and does not run it again. */
const endProcess = `kill "$(cat ${processFile} 2>/dev/null)" 2>/dev/null || true`;

function expected({ files, env }: VaultValues): string[] {
  return [...files.map(pathOf), ...(env.length > 0 ? [`${secretFolder}/env`] : [])];
}

/** Runs between the agent and the application; where nothing was injected it fails by name, and the pod with it. */
function presenceCheck(props: PodProps, values: VaultValues): k8s.Container {
  const look = `for file in "$@"; do [ -s "$file" ] || { echo "$file is not there: was this pod injected? See the webhook vault-agent-injector" >&2; exit 1; }; done`;
  return {
    name: 'secrets',
    image: images.vault,
    command: ['/bin/sh', '-c', look, '--', ...expected(values)],
    resources: resourceRequirements({ cpu: '10m', memory: '16Mi' }),
    securityContext: containerSecurity({ user: neverRoot(props), group: groupOf(props) }, {}),
  };
}

/** What starts the image's own command, which keeps the shell's process. */
function wrapper(place: PodPlace, props: PodProps, values: VaultValues, mode: AgentMode): string[] {
  const start = props.command ?? props.entrypoint;
  if (!start) {
    throw new Error(
      `${place.namespace}/${place.name}: its secrets come from Vault through a shell: say in 'entrypoint' what the image runs`,
    );
  }
  const steps = [
    ...(mode === 'beside' ? [waitFor(expected(values))] : []),
    // First the number, then the values: a file that is replaced in between ends the shell, and nothing starts with the old one.
    ...(mustRestart(mode, props) ? [`echo $$ >${processFile}`] : []),
    ...(values.env.length > 0 ? [`. ${secretFolder}/env`] : []),
    'exec "$@"',
  ];
  return ['/bin/sh', '-c', steps.join(' && '), '--', ...start, ...(props.args ?? [])];
}

/** Two minutes; the container then fails by name, and Kubernetes starts it again. */
function waitFor(files: readonly string[]): string {
  const there = files.map((file) => `[ -s ${file} ]`).join(' && ');
  const problem = 'no secrets for two minutes: is Vault sealed, or was this pod not injected?';
  const tooLong = `[ $((second += 1)) -le 120 ] || { echo "${problem}" >&2; exit 1; }`;
  return `second=0; until ${there}; do ${tooLong}; sleep 1; done`;
}
