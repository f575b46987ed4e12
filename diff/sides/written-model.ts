import type { Document } from '../../synth/model/documents.ts';
import type { Model } from '../../synth/model/model.ts';
import { at, fieldsOf, itemsOf, textMapOf } from '../../synth/reading/json.ts';
import { podTemplates } from '../../synth/reading/pods.ts';
import { networkPolicies } from '../../synth/reading/policies.ts';
import { isEmpty, type Labels, type Selector, selectorOf, selects } from '../../synth/reading/selector.ts';
import type { Ground } from './ground.ts';

/** Kinds that the matrix is computed on. */
export const modelKinds: readonly string[] = [
  ...['Namespace', 'NetworkPolicy', 'Service', 'IngressRoute', 'Middleware'],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'],
];

/**
 * The model that written objects show by themselves: what synth's readings ask of it and no more. The constructs are gone
 * from `dist/`, so that pods which charts make are known by the policies that select them.
 */
export function modelOf(documents: readonly Document[], ground: Ground): Model {
  // Ports of machines come from elsewhere: the ground is the same on both sides.
  const machines = ground.machines.map((machine) => ({ ...machine, ports: [] }));
  const inventory = { namespaces: bareNamespaces(documents), foreignPods: [], exposures: [], claims: [], backups: [] };
  const bare = { platform: { ...ground, machines }, documents, stacks: [], inventory, refused: [] } as unknown as Model;
  return { ...bare, inventory: { ...inventory, foreignPods: chartPods(bare) } } as unknown as Model;
}

/** Namespaces that something lies in and nobody writes: they exist, with no labels of ours. */
function bareNamespaces(documents: readonly Document[]) {
  const names = documents.map(({ manifest }) => manifest.metadata.namespace ?? '');
  const made = documents
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest }) => manifest.metadata);
  const known = new Set(['', ...made.map(({ name }) => name)]);
  const missing = [...new Set(names)].filter((name) => !known.has(name));
  return missing.map((namespaceName) => ({ namespaceName, guarded: false }));
}

/** Pods that a policy speaks of and no template makes. */
function chartPods(model: Model) {
  const made = podTemplates(model).map(({ namespace, labels }) => ({ namespace, labels }));
  const spoken = networkPolicies(model).map(({ namespace, pods }) => ({ namespace, pods }));
  const found = [...spoken, ...peersOf(model)].filter(
    ({ namespace, pods }) =>
      // What K3s runs itself is known already.
      namespace !== 'kube-system' &&
      !isEmpty(pods) &&
      !made.some((one) => one.namespace === namespace && selects(pods, one.labels)),
  );
  const unique = new Map(found.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()].map(({ namespace, pods: { labels } }) => ({
    name: nameOf(labels),
    pods: { namespace, labels },
    ports: [],
    node: { path: `${namespace}/${nameOf(labels)}` },
  }));
}

/** Pods that a rule names as peers, in the one namespace that it names. */
function peersOf({ documents }: Model): readonly { readonly namespace: string; readonly pods: Selector }[] {
  const policies = documents.filter(({ manifest }) => manifest.kind === 'NetworkPolicy');
  return policies.flatMap(({ manifest }) => {
    const rules = [...itemsOf(at(manifest, 'spec', 'ingress')), ...itemsOf(at(manifest, 'spec', 'egress'))];
    const peers = rules.flatMap((rule) => [...itemsOf(rule['from']), ...itemsOf(rule['to'])]);
    return peers.flatMap((peer) => {
      if (peer['podSelector'] === undefined) return [];
      const home = textMapOf(at(peer, 'namespaceSelector', 'matchLabels'))['kubernetes.io/metadata.name'];
      const own = peer['namespaceSelector'] === undefined ? manifest.metadata.namespace : undefined;
      const namespace = home ?? own;
      return namespace === undefined ? [] : [{ namespace, pods: selectorOf(fieldsOf(peer['podSelector'])) }];
    });
  });
}

/** `vault-server`: what its labels say, each word once. */
function nameOf(labels: Labels): string {
  const words = Object.entries(labels)
    .filter(([key]) => !key.endsWith('part-of') && !key.endsWith('managed-by'))
    .sort(([a], [b]) => Number(a.includes('component')) - Number(b.includes('component')))
    .map(([key, value]) => (value === 'true' ? (key.split('/').at(-1) ?? key) : value));
  return [...new Set(words)].join('-');
}
