import type { Document, Manifest } from '../model/documents.ts';
import type { Model } from '../model/model.ts';

/** JSON as it is written: what a check reads may have any shape, since it may be wrong. */
export type Json = Manifest[string];

/** A pod template of any kind of owner, as it is written. */
export interface PodTemplate {
  /** Construct path of the object that holds it. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Json;
  /** How many run at once; a DaemonSet's number depends on the machines and is 1 here. */
  readonly replicas: number;
  /** Runs to its end: no probes, no claim to be reached. */
  readonly finite: boolean;
}

/** Every written object of a kind. */
export function written(model: Model, kind: string): readonly Document[] {
  return model.documents.filter(({ manifest }) => manifest.kind === kind);
}

/** `namespace/name`. */
export function idOf({ metadata }: Manifest): string {
  return `${namespaceOf({ metadata })}/${metadata.name}`;
}

/** An object without a namespace lands in `default`. */
export function namespaceOf({ metadata }: Pick<Manifest, 'metadata'>): string {
  return metadata.namespace ?? 'default';
}

/** Every pod template that is written, in the order of declaration. */
export function podTemplates(model: Model): readonly PodTemplate[] {
  return model.documents.flatMap(({ path, manifest }) => {
    const { spec } = manifest;
    const template = templateOf(manifest);
    if (!template) return [];
    const finite = manifest.kind === 'Job' || manifest.kind === 'CronJob';
    const job = manifest.kind === 'CronJob' ? spec.jobTemplate?.spec : spec;
    return [
      {
        path,
        kind: manifest.kind,
        name: manifest.metadata.name,
        namespace: namespaceOf(manifest),
        labels: template.metadata?.labels ?? {},
        annotations: template.metadata?.annotations ?? {},
        spec: template.spec ?? {},
        replicas: finite ? (job?.parallelism ?? 1) : (spec.replicas ?? 1),
        finite,
      },
    ];
  });
}

function templateOf(manifest: Manifest): Json | undefined {
  switch (manifest.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
      return manifest.spec?.template;
    case 'CronJob':
      return manifest.spec?.jobTemplate?.spec?.template;
    case 'Pod':
      return manifest;
    default:
      return undefined;
  }
}

/** Containers that run together: the pod's own and the init containers that stay (sidecars). */
export function runningContainers(spec: Json): readonly Json[] {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? []).filter(staysRunning)];
}

/** All containers, those that only prepare included. */
export function allContainers(spec: Json): readonly Json[] {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
}

export function staysRunning(container: Json): boolean {
  return container.restartPolicy === 'Always';
}

/** The machine that a pod is pinned to, if it is. */
export function pinnedTo(spec: Json): string | undefined {
  return spec.nodeSelector?.['kubernetes.io/hostname'];
}

/** Calls `see` with every text inside a value, the key it stands under, and its path. */
export function eachText(
  value: Json,
  see: (text: string, key: string, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof value === 'string') see(value, path.at(-1) ?? '', path);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) eachText(item, see, [...path, String(index)]);
  } else if (value && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) eachText(item, see, [...path, key]);
  }
}
