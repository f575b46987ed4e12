import type { Document } from '../model/documents.ts';
import type { Model } from '../model/model.ts';
import { type Container, containerOf, requiredSecret, type SecurityContext, securityOf } from './containers.ts';
import { at, type Fields, fieldsOf, flagOf, itemsOf, numberOf, textMapOf, textOf } from './json.ts';
import { once } from './once.ts';
import type { Labels } from './selector.ts';
import { type Written, writtenOf } from './written.ts';

/** A pod template of any kind of owner, as it is written. */
export interface PodTemplate {
  /** Construct path of the object that holds it. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  /** How many run at once; a DaemonSet's number depends on the machines and is 1 here. */
  readonly replicas: number;
  /** Runs to its end: no probes, no claim to be reached. */
  readonly finite: boolean;
  /** What only prepares and what runs, sidecars included. */
  readonly containers: readonly Container[];
  /** Containers that run together: the pod's own, and the init containers that stay. */
  readonly running: readonly Container[];
  readonly volumes: readonly PodVolume[];
  readonly security: SecurityContext;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** Whether its pods see the token of their service account; not set means that they do. */
  readonly automountToken?: boolean;
  /** The machine that its pods are pinned to, if they are. */
  readonly machine?: string;
  /** ConfigMaps that are mounted as files. */
  readonly configMaps: readonly string[];
  /** Secrets that pods do not start without. */
  readonly secrets: readonly string[];
}

export interface PodVolume {
  readonly name: string;
  /** What it is made of: `emptyDir`, `secret`. */
  readonly kinds: readonly string[];
  /** The folder of the machine, should it be one. */
  readonly hostPath?: string;
  /** The PersistentVolumeClaim that it is, by its name. */
  readonly claim?: string;
  /** The ConfigMap that it shows, should it be one. */
  readonly configMap?: string;
  /** It holds a token that the Kubernetes API takes: one for another audience (Vault's) is refused there. */
  readonly apiToken: boolean;
}

/** Every pod template that is written, in the order of declaration. */
export const podTemplates: (model: Model) => readonly PodTemplate[] = once((model) =>
  model.documents.flatMap((document) => podTemplateOf(document) ?? []),
);

/** The pod template that one object holds, should it make pods. */
export function podTemplateOf(document: Document): PodTemplate | undefined {
  const object = writtenOf(document);
  const template = templateOf(object);
  return template === undefined ? undefined : podTemplate(object, template);
}

/** Objects that make pods for good. */
const lasting: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

function templateOf({ kind, spec, manifest }: Written): unknown {
  if (lasting.includes(kind) || kind === 'Job') return at(spec, 'template');
  if (kind === 'CronJob') return at(spec, 'jobTemplate', 'spec', 'template');
  return kind === 'Pod' ? manifest : undefined;
}

function podTemplate({ path, kind, name, namespace, spec }: Written, template: unknown): PodTemplate {
  const pod = fieldsOf(at(template, 'spec'));
  const own = itemsOf(pod['containers']).map(containerOf);
  const before = itemsOf(pod['initContainers']).map(containerOf);
  const containers = [...own, ...before];
  return {
    ...{ path, kind, name, namespace, ...amount(kind, spec), ...hostSharing(pod) },
    labels: textMapOf(at(template, 'metadata', 'labels')),
    annotations: textMapOf(at(template, 'metadata', 'annotations')),
    containers,
    running: [...own, ...before.filter(({ stays }) => stays)],
    volumes: itemsOf(pod['volumes']).map(volumeOf),
    security: securityOf(pod['securityContext']),
    automountToken: flagOf(pod['automountServiceAccountToken']),
    machine: textOf(at(pod, 'nodeSelector', 'kubernetes.io/hostname')),
    configMaps: configMapsOf(pod),
    secrets: [...containers.flatMap(({ secrets }) => secrets), ...secretsOf(pod)],
  };
}

function amount(kind: string, spec: unknown): Pick<PodTemplate, 'replicas' | 'finite'> {
  const finite = kind === 'Job' || kind === 'CronJob';
  const job = kind === 'CronJob' ? at(spec, 'jobTemplate', 'spec') : spec;
  return { finite, replicas: numberOf(at(job, finite ? 'parallelism' : 'replicas')) ?? 1 };
}

const hostSharing = ({ hostNetwork, hostPID, hostIPC }: Fields) => ({
  hostNetwork: hostNetwork === true,
  hostPID: hostPID === true,
  hostIPC: hostIPC === true,
});

function volumeOf({ name, ...sources }: Fields): PodVolume {
  const kinds = Object.keys(sources).filter((kind) => sources[kind] !== null);
  const tokens = itemsOf(at(sources, 'projected', 'sources')).flatMap(
    ({ serviceAccountToken }) => serviceAccountToken ?? [],
  );
  return {
    name: textOf(name) ?? '',
    kinds,
    claim: textOf(at(sources, 'persistentVolumeClaim', 'claimName')),
    hostPath: kinds.includes('hostPath') ? (textOf(at(sources, 'hostPath', 'path')) ?? '') : undefined,
    configMap: textOf(at(sources, 'configMap', 'name')),
    apiToken: tokens.some((token) => at(token, 'audience') === undefined),
  };
}

function configMapsOf(pod: Fields): readonly string[] {
  const sources = itemsOf(pod['volumes']).flatMap(({ configMap, projected }) => [
    configMap,
    ...itemsOf(at(projected, 'sources')).map((source) => source['configMap']),
  ]);
  return sources.flatMap((source) => textOf(at(source, 'name')) ?? []);
}

function secretsOf(pod: Fields): readonly string[] {
  const mounted = itemsOf(pod['volumes']).flatMap(({ secret, projected }) => [
    ...requiredSecret(secret, 'secretName'),
    ...itemsOf(at(projected, 'sources')).flatMap((source) => requiredSecret(source['secret'])),
  ]);
  return [...mounted, ...itemsOf(pod['imagePullSecrets']).flatMap((pull) => requiredSecret(pull))];
}
