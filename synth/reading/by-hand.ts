import { byHand as byHandAnnotation, keepOnPrune } from '../../constructs/facts/prune.ts';
import type { Manifest } from '../model/documents.ts';
import { fixedFieldsOf } from './fixed-fields.ts';
import { at, type Fields, fieldsOf, itemsOf, textOf } from './json.ts';

/** What a person has to do, since Kubernetes refuses a change or nothing in the cluster makes it. */
export interface HandStep {
  /** `PersistentVolumeClaim prod-web/ghost-content`. */
  readonly where: string;
  readonly what: string;
  readonly cure: string;
}

/** An object as it stands and as it is written now. */
interface Change {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly before: Manifest;
  readonly after: Manifest;
}

/** What has to be done by hand so that `after` comes to stand where `before` stands. */
export function byHand(before: readonly Manifest[], after: readonly Manifest[]): readonly HandStep[] {
  const standing = new Map(before.map((manifest) => [identity(manifest), manifest]));
  const written = new Set(after.map(identity));
  const changes = after.flatMap((manifest) => {
    const old = standing.get(identity(manifest));
    return old === undefined ? [] : stepsOf(changeOf(old, manifest));
  });
  const gone = before.filter((manifest) => !written.has(identity(manifest)));
  return [...changes, ...gone.flatMap(unclaimed), ...leftBehind(gone)];
}

/** Nobody claims it any more, and neither engine deletes it: it goes on taking its room. */
function unclaimed(manifest: Manifest): readonly HandStep[] {
  if (manifest.kind !== 'PersistentVolumeClaim') return [];
  const { name, namespace } = manifest.metadata;
  const size = textOf(at(manifest, 'spec', 'resources', 'requests', 'storage'));
  const kept = `write { namespace: '${namespace}', volume: '${name}', size: '${size}', machine: '…' } into platform/kept.ts`;
  const cure = `${kept}; it leaves that list with kubectl -n ${namespace} delete pvc ${name}`;
  return [step(changeOf(manifest, manifest), 'is claimed by nobody any more, and goes on taking its room', cure)];
}

/** An engine's folder that is gone leaves what it made: that is what keeps an engine's end from being the platform's. */
function leftBehind(gone: readonly Manifest[]): readonly HandStep[] {
  const stays = gone.filter((manifest) => !engines.test(manifest.apiVersion) && !isKept(manifest));
  const places = [...new Set(stays.map(({ metadata }) => metadata.namespace))];
  const cure = places.map((namespace) => {
    const there = stays.filter(({ metadata }) => metadata.namespace === namespace);
    const names = there.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`).sort();
    return `kubectl ${namespace === undefined ? '' : `-n ${namespace} `}delete --ignore-not-found ${names.join(' ')}`;
  });
  const folders = gone.filter(({ kind, metadata }) => isFolder(kind) && metadata.name.startsWith('services-'));
  if (folders.length === 0 || stays.length === 0) return [];
  const where = folders.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
  return [
    { where, what: 'is gone, and what it made goes on running', cure: `when it is merged: ${cure.join(' && ')}` },
  ];
}

const isFolder = (kind: string): boolean => kind === 'Kustomization' || kind === 'Application';

/** To delete what an engine holds may be to uninstall it: docs/engines.md. */
const engines = /fluxcd\.|argoproj\.io|helm\.cattle\.io/;

/** What no engine deletes either: namespaces, what they deny, claims. */
const isKept = ({ metadata }: Manifest): boolean =>
  Object.entries(keepOnPrune).some(([key, value]) => metadata.annotations?.[key] === value);

/** By group and not by version: a newer version of a kind is the same object. */
function identity({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, metadata?.namespace ?? '', metadata?.name].join(' ');
}

const changeOf = (before: Manifest, after: Manifest): Change => ({
  ...{ before, after, kind: after.kind, namespace: after.metadata.namespace, name: after.metadata.name },
});

function stepsOf(change: Change): readonly HandStep[] {
  return [...[fixed, ...(rules[change.kind] ?? [])].flatMap((rule) => rule(change)), ...told(change)];
}

type Rule = (change: Change) => readonly HandStep[];

/** Fields that Kubernetes takes once. Whoever changes one has the object made anew. */
const fixed: Rule = (change) => {
  const keys = [change.before, change.after].flatMap(({ spec }) => Object.keys(fieldsOf(spec)));
  const paths = [...fixedFieldsOf(change.kind, [...new Set(keys)].sort()), ...frozen(change)];
  const changed = paths.filter((path) => differs(change, path.split('.')));
  if (changed.length === 0) return [];
  const what = `${changed.join(', ')} cannot change: the cluster refuses it, and all that is applied with it`;
  return [step(change, what, `as soon as it is merged: ${remove(change)}; the GitOps engine makes it again`)];
};

/** What a ConfigMap or Secret says of itself that it never changes. */
const frozen = ({ before }: Change): readonly string[] =>
  at(before, 'immutable') === true ? ['data', 'binaryData', 'stringData', 'immutable'] : [];

/** Pods go on running while what made them is made again. */
const adopting = ['Deployment', 'StatefulSet', 'DaemonSet'];

function remove({ kind, namespace, name }: Change): string {
  const place = namespace === undefined ? '' : ` -n ${namespace}`;
  return `kubectl${place} delete ${kind.toLowerCase()} ${name}${adopting.includes(kind) ? ' --cascade=orphan' : ''}`;
}

/** Claims are written once, so that a change stops nothing and does nothing. */
const claim: Rule = (change) => {
  if (['storageClassName', 'accessModes', 'volumeMode'].some((field) => differs(change, ['spec', field]))) {
    return [
      step(change, 'stays as it was made, of its old class', 'move what it holds: docs/volumes.md, "Another class"'),
    ];
  }
  const size = textOf(at(change.after, 'spec', 'resources', 'requests', 'storage')) ?? '';
  // Local-path gives a volume the whole disk: the number is the model's alone.
  if (!differs(change, ['spec', 'resources']) || at(change.after, 'spec', 'storageClassName') === 'local-path')
    return [];
  const patch = JSON.stringify({ spec: { resources: { requests: { storage: size } } } });
  const grow = `kubectl -n ${change.namespace} patch pvc ${change.name} -p '${patch}'; nothing makes it smaller`;
  return [step(change, `stays as large as it is until somebody asks for ${size}`, grow)];
};

/** A volume does not follow its pod. */
const moved: Rule = (change) => {
  const [from, to] = [change.before, change.after].map(machineOf);
  if (from === to || from === undefined || to === undefined || !keepsState(change.before)) return [];
  const what = `goes from ${from} to ${to}, and its volume does not: its pod would wait for ever`;
  return [step(change, what, 'before it is merged: docs/volumes.md, "Another machine"')];
};

/** The controller makes a Secret of it, whose type stays: the unsealing fails, and the pods keep the old values. */
const unsealedType: Rule = (change) => {
  if (!differs(change, ['spec', 'template', 'type'])) return [];
  const cure = `as soon as it is merged: kubectl -n ${change.namespace} delete secret ${change.name}; the controller makes it again`;
  return [step(change, 'the type of its Secret cannot change: it is not unsealed any more', cure)];
};

const podOf = (manifest: Manifest): unknown => at(manifest, 'spec', 'template', 'spec');
const machineOf = (manifest: Manifest): string | undefined =>
  textOf(at(podOf(manifest), 'nodeSelector', 'kubernetes.io/hostname'));

function keepsState(manifest: Manifest): boolean {
  const claims = itemsOf(at(manifest, 'spec', 'volumeClaimTemplates')).length > 0;
  return claims || itemsOf(at(podOf(manifest), 'volumes')).some((volume) => 'persistentVolumeClaim' in volume);
}

/** A chart's own claims, which its StatefulSet cannot change. */
const chartStorage: Rule = (change) => {
  const [before, after] = [change.before, change.after].map((manifest) => storageIn(valuesOf(manifest), []));
  if (before === undefined || after === undefined || isSame(before, after)) return [];
  const what = 'the storage of its chart changes, which its StatefulSet refuses: the release would fail';
  return [step(change, what, 'before it is merged: docs/volumes.md, "A chart\'s own volume"')];
};

const valuesOf = ({ spec }: Manifest): unknown => at(spec, 'values') ?? at(spec, 'source', 'helm', 'valuesObject');

/** What the values say of storage, by the words that charts use for it. */
function storageIn(values: unknown, path: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(values)).flatMap(([key, value]) => {
      const here = [...path, key];
      const storage = /^(\w*storage|persistence|volumeClaimTemplates?)$/i.test(key);
      return storage ? [[here.join('.'), value]] : Object.entries(storageIn(value, here));
    }),
  );
}

const rules: Readonly<Record<string, readonly Rule[]>> = {
  PersistentVolumeClaim: [claim],
  Deployment: [moved],
  StatefulSet: [moved],
  SealedSecret: [unsealedType],
  HelmRelease: [chartStorage],
  Application: [chartStorage],
};

/** What the object itself says of its changes. */
function told(change: Change): readonly HandStep[] {
  const cure = change.after.metadata.annotations?.[byHandAnnotation];
  if (cure === undefined || !differs(change, ['spec'])) return [];
  return [step(change, 'changes, and nothing in the cluster makes what runs follow', cure)];
}

const step = ({ kind, namespace, name }: Change, what: string, cure: string): HandStep => ({
  where: `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`,
  what,
  cure,
});

const differs = ({ before, after }: Change, path: readonly string[]): boolean =>
  !isSame(at(before, ...path), at(after, ...path));

/** Whatever order keys stand in. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Fields;
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((key) => [key, sorted(fields[key])]),
  );
}
