import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Layer } from '../../../platform/types.ts';
import { grouped, HelmService, PodOwner, platformOf } from '../../index.ts';

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
  const all = filed(root);
  const placed = all.flatMap((one) => place(one) ?? []);
  const bringers = bringersIn(all, placed);
  const folders = [...grouped(placed, ({ name }) => name)].flatMap(([name, own]): Folder[] => {
    const objects = own.flatMap(({ construct }) => (ApiObject.isApiObject(construct) ? [construct] : []));
    if (objects.length === 0) return [];
    const needed = new Set(objects.flatMap(needsOf).flatMap((need) => bringers.get(need) ?? []));
    const dependsOn = [...needed].filter((other) => other !== name).sort(byLayer);
    return [{ name, path: `dist/${own[0]?.folder}`, dependsOn, startupSeconds: startupOf(own) }];
  });
  folders.sort((a, b) => byLayer(a.name, b.name));
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

interface Filed {
  readonly construct: IConstruct;
  /** Its own, or that of the nearest one around it; empty where there is none. */
  readonly file: string;
}

/** Every construct of a tree and the file that it is written into, in the order of declaration. */
function filed(construct: IConstruct, around = '', all: Filed[] = []): readonly Filed[] {
  const file = ('file' in construct && String(construct.file)) || around;
  all.push({ construct, file });
  for (const child of construct.node.children) filed(child, file, all);
  return all;
}

interface Placed {
  readonly construct: IConstruct;
  readonly name: string;
  readonly folder: string;
}

/** Where something is written; undefined for what no GitOps engine takes from a layer. */
function place({ construct, file }: Filed): Placed | undefined {
  const [top, layer = '', namespace = ''] = file.split('/');
  return top === 'kubernetes'
    ? { construct, name: `${layer}-${namespace}`, folder: `kubernetes/${layer}/${namespace}` }
    : undefined;
}

/** The folder that brings each thing which others may need. */
function bringersIn(all: readonly Filed[], placed: readonly Placed[]): ReadonlyMap<string, string> {
  const things = placed.flatMap(({ construct, name }): [string, string][] => {
    if (!ApiObject.isApiObject(construct)) return [];
    if (construct.kind === 'Namespace') return [[`namespace ${construct.name}`, name]];
    return construct.kind === 'PriorityClass' ? [[ranks, name]] : [];
  });
  const operators = all.map(({ construct }) => construct).filter((construct) => construct instanceof HelmService);
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

function startupOf(own: readonly Placed[]): number {
  // A chart is given ten minutes.
  const seconds = own.map(({ construct }) => {
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
