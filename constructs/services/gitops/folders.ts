import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Layer } from '../../../platform/types.ts';
import { HelmService, PodOwner, platformOf } from '../../index.ts';

/** The layers that a GitOps engine takes, in their order. */
const layers: readonly Layer[] = ['operators', 'configuration', 'services'];

/** A namespace's part of a layer: what a GitOps engine takes as one, waits for as one, and tries again by itself. */
export interface Folder {
  /** `services-prod-web`. */
  readonly name: string;
  /** In the repository: `dist/kubernetes/services/prod-web`. */
  readonly path: string;
  /** What has to be well before it: names of folders. */
  readonly dependsOn: readonly string[];
  /** Seconds that the slowest of its pods may take to start. */
  readonly startupSeconds: number;
}

/**
 * Every folder of the finished tree, and what each really depends on: whoever brings the namespaces that it writes into, the
 * kinds of its objects, the classes of its volumes, the ranks of its pods. Nothing else holds it back.
 *
 * @throws when two of them wait for each other
 */
export function foldersOf(root: IConstruct): readonly Folder[] {
  const objects = root.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  const placed = objects.flatMap((object) => place(object) ?? []);
  const bringers = bringersIn(root, placed);
  const names = [...new Set(placed.map(({ name }) => name))].sort(byLayer);
  const folders = names.map((name): Folder => {
    const own = placed.filter((one) => one.name === name);
    const needed = own.flatMap(({ object }) => needsOf(object)).flatMap((need) => bringers.get(need) ?? []);
    const dependsOn = [...new Set(needed)].filter((other) => other !== name).sort(byLayer);
    return { name, path: `dist/${own[0]?.folder}`, dependsOn, startupSeconds: startupIn(root, own[0]?.folder ?? '') };
  });
  for (const { name } of folders) depthOf(name, folders);
  return folders;
}

/** How many others have to be well before it, one after the other. @throws when one of them is itself */
export function depthOf(name: string, folders: readonly Folder[], above: readonly string[] = []): number {
  if (above.includes(name))
    throw new Error(`${[...above, name].join(' waits for ')}: none of them would ever be applied`);
  const before = folders.find((folder) => folder.name === name)?.dependsOn ?? [];
  return Math.max(-1, ...before.map((other) => depthOf(other, folders, [...above, name]))) + 1;
}

interface Placed {
  readonly object: ApiObject;
  readonly name: string;
  readonly folder: string;
}

/** Where an object is written; undefined for what no GitOps engine takes from a layer. */
function place(object: ApiObject): Placed | undefined {
  const [top, layer = '', namespace = ''] = fileOf(object).split('/');
  return top === 'kubernetes'
    ? { object, name: `${layer}-${namespace}`, folder: `kubernetes/${layer}/${namespace}` }
    : undefined;
}

function fileOf(construct: IConstruct): string {
  const scopes = [...construct.node.scopes].reverse();
  return scopes.map((scope) => ('file' in scope ? String(scope.file) : undefined)).find((file) => file) ?? '';
}

/** The folder that brings each thing which others may need. */
function bringersIn(root: IConstruct, placed: readonly Placed[]): ReadonlyMap<string, string> {
  const things = placed.flatMap(({ object, name }): [string, string][] => {
    if (object.kind === 'Namespace') return [[`namespace ${object.name}`, name]];
    return object.kind === 'PriorityClass' ? [[ranks, name]] : [];
  });
  const operators = root.node.findAll().filter((construct) => construct instanceof HelmService);
  const kinds = operators.flatMap(({ brings: { groups = [], storageClass }, layer, chart }) =>
    [...groups.map((group) => `kinds of ${group}`), `class ${storageClass}`].map(
      (thing) => [thing, `${layer}-${chart.namespaceName}`] as const,
    ),
  );
  return new Map([...things, ...kinds]);
}

const ranks = 'ranks of pods';

/** What makes pods, or has a chart make them. */
const owners = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'HelmRelease', 'Application'];

function needsOf(object: ApiObject): readonly string[] {
  const { kind, apiGroup, metadata } = object;
  const volumes = kind === 'PersistentVolumeClaim' ? [`class ${platformOf(object).storage}`] : [];
  return [
    `namespace ${metadata.namespace}`,
    `kinds of ${apiGroup}`,
    ...volumes,
    ...(owners.includes(kind) ? [ranks] : []),
  ];
}

function startupIn(root: IConstruct, folder: string): number {
  const own = root.node.findAll().filter((construct) => fileOf(construct).startsWith(`${folder}/`));
  // A chart is given ten minutes.
  const seconds = own.map((construct) => {
    if (construct instanceof HelmService) return 600;
    return construct instanceof PodOwner ? construct.startupSeconds : 300;
  });
  return Math.max(...seconds);
}

/** By layer, then by name. */
function byLayer(a: string, b: string): number {
  const layerOf = (name: string) => layers.findIndex((layer) => name.startsWith(`${layer}-`));
  return layerOf(a) - layerOf(b) || (a < b ? -1 : 1);
}
