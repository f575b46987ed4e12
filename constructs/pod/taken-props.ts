import type { IConstruct } from 'constructs';
import { imageReference } from '../../platform/values/image.ts';
import { capabilityName, environmentName, headerName, name, portName } from '../../platform/values/names.ts';
import { groupId, port, seconds, userId } from '../../platform/values/numbers.ts';
import { containerPath, requestPath } from '../../platform/values/paths.ts';
import { cpu, size } from '../../platform/values/quantities.ts';
import { plainText } from '../../platform/values/text.ts';
import { oneOf } from '../../platform/values/value-kind.ts';
import { bytes, millicores } from '../facts/quantity.ts';
import { taken } from '../facts/taken.ts';
import { secretFolder } from '../secret/secret.ts';
import { keyOf } from './config-files.ts';
import type { Metrics, PodPlace, PodProps } from './pod-props.ts';
import type { Priority } from './priority.ts';
import type { Probe } from './probe.ts';

/**
 * Takes every value of a pod as the API server and the container runtime will.
 *
 * @throws for the first one that they would refuse, or read as something else
 */
export function takeProps(pod: IConstruct, place: PodPlace, props: PodProps): void {
  taken(pod, 'name', name, place.name);
  taken(pod, 'image', imageReference, props.image);
  takeIdentity(pod, props);
  takeResources(pod, props);
  for (const each of props.relax?.capabilities?.add ?? []) taken(pod, 'relax.capabilities', capabilityName, each);
  takePorts(pod, props);
  takeCommands(pod, props);
  takeVariables(pod, props);
  takePaths(pod, props);
  if (props.probe !== undefined) takeProbe(pod, typeof props.probe === 'string' ? { http: props.probe } : props.probe);
  if (props.metrics?.scheme !== undefined) taken(pod, 'metrics.scheme', scheme, props.metrics.scheme);
  if (props.priority !== undefined) taken(pod, 'priority', rank, props.priority);
  if (props.metrics?.path !== undefined) taken(pod, 'metrics.path', requestPath, props.metrics.path);
  if (props.graceSeconds !== undefined) taken(pod, 'graceSeconds', seconds, props.graceSeconds);
}

const scheme = oneOf<NonNullable<Metrics['scheme']>>('scheme', { http: true, https: true });
const rank = oneOf<Priority>('priority', { essential: true, platform: true, business: true, lab: true });

function takeIdentity(pod: IConstruct, { user, group }: PodProps): void {
  if (user !== 'root') taken(pod, 'user', userId, user);
  if (group !== undefined) taken(pod, 'group', groupId, group);
}

/** @throws for an amount that is none, and for a ceiling below the request */
export function takeResources(pod: IConstruct, { resources }: Pick<PodProps, 'resources'>): void {
  const { memoryLimit = resources.memory, cpuLimit = resources.cpu } = resources;
  taken(pod, 'resources.cpu', cpu, resources.cpu);
  taken(pod, 'resources.memory', size, resources.memory);
  taken(pod, 'resources.memoryLimit', size, memoryLimit);
  taken(pod, 'resources.cpuLimit', cpu, cpuLimit);
  if (bytes(memoryLimit) < bytes(resources.memory))
    refuse(
      pod,
      `resources.memoryLimit '${memoryLimit}' is below memory '${resources.memory}'; raise it, or lower memory`,
    );
  if (millicores(cpuLimit) < millicores(resources.cpu))
    refuse(pod, `resources.cpuLimit '${cpuLimit}' is below cpu '${resources.cpu}'; raise it, or lower cpu`);
}

function takePorts(pod: IConstruct, { ports = {} }: PodProps): void {
  const names = new Map<number, string>();
  for (const [each, number] of Object.entries(ports)) {
    taken(pod, 'ports', portName, each);
    taken(pod, `ports.${each}`, port, number);
    const other = names.get(number);
    if (other !== undefined) refuse(pod, `ports '${other}' and '${each}' are both ${number}; keep one name for it`);
    names.set(number, each);
  }
}

function takeCommands(pod: IConstruct, { command = [], args = [], entrypoint = [] }: PodProps): void {
  for (const [prop, words] of Object.entries({ command, args, entrypoint }))
    for (const [index, word] of words.entries()) taken(pod, `${prop}[${index}]`, plainText, word);
}

/** `$(NAME)` is replaced by the text of a variable that stands before it; of anything else it stays as it is. */
function takeVariables(pod: IConstruct, { env = {} }: PodProps): void {
  const texts = new Set<string>();
  for (const [each, value] of Object.entries(env)) {
    taken(pod, 'env', environmentName, each);
    if (typeof value !== 'string') continue;
    taken(pod, `env.${each}`, plainText, value);
    const lost = [...value.matchAll(/(?<!\$)\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g)].find(
      ([, of]) => !texts.has(of as string),
    );
    if (lost)
      refuse(
        pod,
        `env.${each} holds '${lost[0]}', which is no text that stands before it: the pod would read it as it is; give the value as a variable of its own`,
      );
    texts.add(each);
  }
}

function takePaths(pod: IConstruct, { volumes = {}, files = {} }: PodProps): void {
  const folders = Object.keys(volumes);
  const names = Object.keys(files);
  for (const path of folders) taken(pod, 'volumes', containerPath, path);
  const hiding = [...folders, ...names].find((path) => `${path}/`.startsWith(`${secretFolder}/`));
  if (hiding !== undefined) refuse(pod, `'${hiding}' lies where secrets are laid (${secretFolder}); use another path`);
  for (const path of names) {
    taken(pod, 'files', containerPath, path);
    if (folders.includes(path)) refuse(pod, `'${path}' is a folder in volumes and a file in files; keep one of them`);
    const above = names.find((other) => path.startsWith(`${other}/`));
    if (above !== undefined)
      refuse(pod, `files '${above}' and '${path}': the first would have to be a folder; move one of them`);
  }
  refuseFolded(pod, 'files', names, keyOf);
  refuseOneVolume(pod, volumes);
}

/** Two folders that come to one volume would both be the second. */
function refuseOneVolume(pod: IConstruct, volumes: NonNullable<PodProps['volumes']>): void {
  const seen = new Map<string, { readonly path: string; readonly content: string }>();
  for (const [path, folder] of Object.entries(volumes)) {
    const { volume } = folder.mountedAt(path);
    const content = JSON.stringify(volume);
    const other = seen.get(volume.name);
    if (other && other.content !== content)
      refuse(pod, `volumes '${other.path}' and '${path}' would share the name '${volume.name}'; rename one of them`);
    seen.set(volume.name, { path, content });
  }
}

/** Two paths that come to one name of ours would show the container one content twice. */
function refuseFolded(pod: IConstruct, prop: string, paths: readonly string[], fold: (path: string) => string): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const other = seen.get(fold(path));
    if (other !== undefined)
      refuse(pod, `${prop} '${other}' and '${path}' would share the name '${fold(path)}'; rename one of them`);
    seen.set(fold(path), path);
  }
}

function takeProbe(pod: IConstruct, probe: Probe): void {
  const asked = (['http', 'tcp', 'exec'] as const).filter((kind) => probe[kind] !== undefined);
  if (asked.length !== 1)
    refuse(pod, `probe asks by ${asked.join(' and ') || 'nothing'}; give exactly one of http, tcp and exec`);
  if (probe.http !== undefined) taken(pod, 'probe.http', requestPath, probe.http);
  for (const [header, text] of Object.entries(probe.headers ?? {})) {
    taken(pod, 'probe.headers', headerName, header);
    taken(pod, `probe.headers.${header}`, plainText, text);
  }
  for (const prop of ['exec', 'ready'] as const)
    if (probe[prop]?.length === 0) refuse(pod, `probe.${prop} is empty; give the command and its words`);
  if (probe.startupSeconds !== undefined) taken(pod, 'probe.startupSeconds', seconds, probe.startupSeconds);
}

function refuse({ node }: IConstruct, problem: string): never {
  throw new Error(`${node.path}: ${problem}`);
}
