import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from '../../support/manifests.ts';
import type { Answer, Fate } from './answers.ts';
import { type Cluster, until } from './cluster.ts';
import type { Flux } from './flux.ts';
import { objectsOf, type Pair, type Placed, sumOf } from './pairs.ts';

type Objects = ReadonlyMap<string, Placed>;

const bare = (objects: Objects): readonly Fields[] => [...objects.values()].map(({ object }) => object);

const isLayer = ({ kind }: Fields): boolean => kind === 'Kustomization';
const isWorkload = ({ kind }: Fields): boolean => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);

/**
 * Whether Flux has anything to apply in a pair. What K3s lays down is not Flux's, and an object of an API that no server has any more
 * cannot be asked.
 */
export function isAsked({ before, after }: Pair): boolean {
  const all = [...objectsOf(before).values(), ...objectsOf(after).values()];
  const isOurs = ({ file, object }: Placed) =>
    file.startsWith('kubernetes/') && !object.apiVersion.startsWith('traefik.containo.us');
  return all.length > 0 && all.every(isOurs);
}

/** So that what an earlier run left is nobody's. */
const run = Date.now().toString(36).slice(-5);

/** What a cluster that Flux looks after does with a pair: the one before, then the one after. */
export async function observe(pair: Pair, number: number, cluster: Cluster, flux: Flux): Promise<Answer> {
  const name = `pair-${run}${number}`;
  const [before, after] = [pair.before, pair.after].map((pieces) => placed(objectsOf(pieces), name, cluster));
  if (!before || !after) throw new Error('a pair has two sides');
  try {
    const layered = [...bare(before), ...bare(after)].some(isLayer);
    await bareNamespaces(before, after, layered, cluster);
    const lay = (objects: Objects, ...more: readonly Placed[]) =>
      flux.reconcile(name, [...objects.values(), ...more], layered);
    const first = await lay(before);
    if (!first.ready) throw new Error(`${pair.name}: the side before is refused: ${first.message}`);
    await bind(bare(before), cluster);
    await havePods(bare(before), cluster);
    const old = await standing(before, cluster);
    const absent = [...before.keys()].filter((id) => !old.has(id));
    if (absent.length > 0) throw new Error(`${pair.name}: was never there: ${absent.join(', ')}`);
    const then = await lay(after, witness(name));
    await sleep(4000);
    // One object that is refused holds back all that is applied with it.
    if (!then.ready && (await cluster.get(witness(name).object)) !== undefined)
      throw new Error(`${pair.name}: something was applied although Flux says: ${then.message}`);
    const fresh = await standing(new Map([...before, ...after]), cluster);
    const objects = fatesOf({ before, after, old, fresh, message: then.ready ? '' : then.message });
    return {
      sum: sumOf(pair),
      objects,
      restarted: [...old.keys()].filter((id) => areOthers(old.get(id)?.pods, fresh.get(id)?.pods)),
      ...(then.ready ? {} : { words: wordsOf(then.message, name) }),
    };
  } finally {
    await flux.forget(name);
    // Nobody is there who would see that a claim is not in use any more.
    for (const one of [...bare(before), ...bare(after)])
      if (one.kind === 'PersistentVolumeClaim') await cluster.amend(one, { metadata: { finalizers: null } });
    for (const one of [...bare(before), ...bare(after), ...homesOf(before, after)]) await cluster.remove(one);
  }
}

/** Of each pair in namespaces of its own, so that many may be asked at once; what has no namespace bears the pair's name. */
function placed(objects: Objects, name: string, cluster: Cluster): Objects {
  const all = bare(objects);
  const homes = new Set(['shop', 'other', ...all.map(({ metadata }) => metadata.namespace)]);
  homes.delete('flux-system');
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string')
      return homes.has(value) ? `${value}-${name}` : value === 'flux-system' ? value : value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item)]));
  };
  return new Map(
    [...objects].map(([id, { file, object }]) => {
      const mine = settled(renamed(object) as Fields, name, cluster);
      return [id, { file: isLayer(object) ? `flux/${object.metadata.name}.yaml` : file, object: mine }];
    }),
  );
}

function settled(object: Fields, name: string, cluster: Cluster): Fields {
  if (isLayer(object)) return asLayer(object, name);
  if (object.kind === 'Namespace') return object;
  const { namespace = `shop-${name}`, ...metadata } = object.metadata;
  if (cluster.isNamespaced(object)) return { ...object, metadata: { ...metadata, namespace } };
  return { ...object, metadata: { ...metadata, name: `${metadata.name}-${name}` } };
}

/** A layer of ours: its folder is the services' where a pair does not say. */
const asLayer = (object: Fields, name: string): Fields => ({
  ...object,
  metadata: { ...object.metadata, name: `${name}-${object.metadata.name}` },
  spec: { path: './dist/kubernetes/services', ...object.spec, sourceRef: { kind: 'GitRepository', name } },
});

/** Applied with the rest: it is there only where nothing was refused. */
const witness = (name: string): Placed => ({
  file: 'kubernetes/services/witness.yaml',
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'witness', namespace: `witness-${name}` } },
});

const namespaceCalled = (name: string): Fields => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

function homesOf(...sides: readonly Objects[]): readonly Fields[] {
  const all = sides.flatMap(bare);
  const names = new Set(all.map(({ metadata }) => metadata.namespace).filter((one) => one && one !== 'flux-system'));
  const own = all.find(({ metadata }) => metadata.namespace)?.metadata.namespace as string | undefined;
  const pair = /pair-\w+$/.exec(own ?? all[0]?.metadata.name ?? '')?.[0];
  return [...names, ...(pair ? [`witness-${pair}`] : [])].map((name) => namespaceCalled(name as string));
}

/** Namespaces that the pair speaks of and does not bring itself. */
async function bareNamespaces(before: Objects, after: Objects, layered: boolean, cluster: Cluster): Promise<void> {
  const own = layered ? [] : bare(before).filter(({ kind }) => kind === 'Namespace');
  const made = new Set(own.map(({ metadata }) => metadata.name));
  for (const home of homesOf(before, after)) if (!made.has(home.metadata.name)) await cluster.apply(home);
}

/** What a provisioner does: only a bound claim may be asked to grow. */
async function bind(objects: readonly Fields[], cluster: Cluster): Promise<void> {
  for (const claim of objects.filter(({ kind }) => kind === 'PersistentVolumeClaim'))
    await cluster.status(claim, { phase: 'Bound', capacity: { storage: claim.spec.resources.requests.storage } });
}

/** Pods that a workload has made; nobody runs them. */
async function podsOf({ kind, metadata }: Fields, cluster: Cluster): Promise<readonly Fields[]> {
  const pods = await cluster.list('v1', 'Pod', metadata.namespace);
  const own = pods.filter(({ metadata: { ownerReferences = [], name, deletionTimestamp } }) => {
    const [owner] = ownerReferences as readonly Fields[];
    const maker = kind === 'Deployment' ? 'ReplicaSet' : kind;
    return !deletionTimestamp && owner?.kind === maker && name.startsWith(`${metadata.name}-`);
  });
  return own.map((pod) => ({ apiVersion: 'v1', kind: 'Pod', ...pod }));
}

/** What a kubelet does: a StatefulSet exchanges a pod only once the others are ready. */
async function havePods(objects: readonly Fields[], cluster: Cluster): Promise<void> {
  for (const workload of objects.filter(isWorkload).filter(({ spec }) => spec.replicas !== 0)) {
    await until(async () => (await podsOf(workload, cluster)).length > 0, 20);
    for (const pod of await podsOf(workload, cluster)) await cluster.status(pod, running);
  }
  await sleep(1500);
}

const running: Fields = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

interface Standing {
  readonly text: string;
  readonly pods: readonly string[];
  readonly going: boolean;
}

async function standing(objects: Objects, cluster: Cluster): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>();
  for (const [id, { object }] of objects) {
    const live = await cluster.get(object);
    if (!live) continue;
    const pods = isWorkload(object) ? await podsOf(object, cluster) : [];
    const uids = pods.map(({ metadata }) => metadata.uid as string);
    found.set(id, { text: ownOf(live), pods: uids, going: live.metadata.deletionTimestamp !== undefined });
  }
  return found;
}

/** What is written of an object, without what the server and its controllers write. */
function ownOf({ status: _, metadata, ...rest }: Fields): string {
  const { labels, annotations = {} } = metadata;
  const {
    'deployment.kubernetes.io/revision': __,
    'deprecated.daemonset.template.generation': ___,
    ...own
  } = annotations;
  return JSON.stringify({ ...rest, labels, own });
}

interface Sides {
  readonly before: Objects;
  readonly after: Objects;
  readonly old: ReadonlyMap<string, Standing>;
  readonly fresh: ReadonlyMap<string, Standing>;
  /** Why nothing was applied; empty: it was. */
  readonly message: string;
}

function fatesOf({ before, after, old, fresh, message }: Sides): Readonly<Record<string, Fate>> {
  const fates = [...new Set([...before.keys(), ...after.keys()])].map((id): [string, Fate] => {
    const object = after.get(id)?.object;
    const now = fresh.get(id);
    if (message !== '') return [id, object && names(message, object) ? 'refused' : 'held'];
    if (!object) return [id, now && !now.going ? 'kept' : 'deleted'];
    if (!old.has(id)) return [id, 'created'];
    return [id, old.get(id)?.text === now?.text ? 'unchanged' : 'changed'];
  });
  return Object.fromEntries(fates);
}

/** `Deployment/shop/web dry-run failed`, as Flux says it. */
const names = (message: string, { kind, metadata }: Fields): boolean =>
  message.includes(`${kind}/${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name} `);

const areOthers = (old: readonly string[] = [], fresh: readonly string[] = []): boolean =>
  fresh.some((uid) => !old.includes(uid));

/** The same words whatever the pair was called. */
const wordsOf = (message: string, name: string): string => message.replaceAll(`-${name}`, '').trim().slice(0, 300);
