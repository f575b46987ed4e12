import type { Manifest } from '../../synth/model/documents.ts';
import { at, fieldsOf, flagOf, itemsOf, numberOf, textMapOf, textOf } from '../../synth/reading/json.ts';
import { type PodTemplate, podTemplateOf } from '../../synth/reading/pods.ts';
import type { Entity } from '../tree/entity.ts';

/** Objects that make pods, and where their template lies. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

/** The path of an object's pod template; undefined where it has none. */
export const templatePath = (kind: string): readonly string[] | undefined => templates[kind];

/** A pod's specification, wherever its owner keeps it. */
export function podSpecOf({ kind, value }: Entity): ReturnType<typeof fieldsOf> {
  const path = templatePath(kind);
  return path ? fieldsOf(at(value, ...path, 'spec')) : {};
}

/** The template as synth reads it. */
export const templateOf = ({ file, id, value }: Entity): PodTemplate | undefined =>
  podTemplateOf({ file, path: id, manifest: value as Manifest });

/** Claims that a pod mounts, by the name of the volume. */
export function claimsOf(entity: Entity): ReadonlyMap<string, string> {
  const volumes = itemsOf(podSpecOf(entity)['volumes']);
  const own = itemsOf(at(entity.value, 'spec', 'volumeClaimTemplates')).map(({ metadata }) => {
    const name = textOf(at(metadata, 'name')) ?? '';
    return [name, `${name}-${entity.name}-0`] as const;
  });
  const named = volumes.flatMap(({ name, persistentVolumeClaim }) => {
    const claim = textOf(at(persistentVolumeClaim, 'claimName'));
    return claim === undefined ? [] : [[String(name), claim] as const];
  });
  return new Map([...own, ...named]);
}

export const machineOf = (entity: Entity): string | undefined =>
  textMapOf(podSpecOf(entity)['nodeSelector'])['kubernetes.io/hostname'];

/** How its pods are exchanged for new ones. */
export function strategyOf({ kind, value }: Entity): string {
  if (kind === 'Deployment') return textOf(at(value, 'spec', 'strategy', 'type')) ?? 'RollingUpdate';
  return textOf(at(value, 'spec', 'updateStrategy', 'type')) ?? 'RollingUpdate';
}

export const replicasOf = ({ value }: Entity): number => numberOf(at(value, 'spec', 'replicas')) ?? 1;

/**
 * Seconds that a pod takes at most until it serves again: what it may take to end, and what its probes give it to start.
 * Pulling its image comes on top, and nobody knows that beforehand.
 */
export function outageSeconds(entity: Entity): { readonly stop: number; readonly start: number } {
  const pod = podSpecOf(entity);
  const containers = [...itemsOf(pod['containers']), ...itemsOf(pod['initContainers']).filter(stays)];
  const stop = numberOf(pod['terminationGracePeriodSeconds']) ?? 30;
  return { stop, start: Math.max(0, ...containers.map(startSeconds)) };
}

const stays = ({ restartPolicy }: { readonly restartPolicy?: unknown }) => restartPolicy === 'Always';

/** A startup probe says how long a program may take; without one the readiness probe says when it is asked first. */
function startSeconds(container: ReturnType<typeof fieldsOf>): number {
  const probe = fieldsOf(container['startupProbe'] ?? container['readinessProbe']);
  const delay = numberOf(probe['initialDelaySeconds']) ?? 0;
  const period = numberOf(probe['periodSeconds']) ?? 10;
  const failures = container['startupProbe'] === undefined ? 1 : (numberOf(probe['failureThreshold']) ?? 3);
  return delay + period * failures;
}

/** Nothing prunes it: neither engine deletes what carries these. */
export function isGuarded({ value }: Entity): boolean {
  const annotations = textMapOf(at(value, 'metadata', 'annotations'));
  const options = annotations['argocd.argoproj.io/sync-options'] ?? '';
  return annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' || options.includes('Prune=false');
}

/** The layer of GitOps that applies a file. */
export const layerOf = ({ file }: Pick<Entity, 'file'>): string =>
  /^kubernetes\/([^/]+)\//.exec(file)?.[1] ?? file.split('/')[0] ?? '';

export const suspended = ({ value }: Entity): boolean => flagOf(at(value, 'spec', 'suspend')) === true;
