import type { Model } from '../model/model.ts';
import { eachText } from './json.ts';
import { once } from './once.ts';
import { podTemplates } from './pods.ts';
import { written } from './written.ts';

/** A word that Kubernetes refuses, while its schema takes any text there. */
export interface StrangeWord {
  readonly path: string;
  /** The key that it stands under. */
  readonly field: string;
  readonly word: string;
  readonly known: readonly string[];
}

/** By the key that a word stands under; in a list of words, the list's. */
const words: Readonly<Record<string, readonly string[]>> = {
  policyTypes: ['Ingress', 'Egress'],
  protocol: ['TCP', 'UDP', 'SCTP'],
  operator: ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  type: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
};

/** Every such word of policies, Services and ports of containers: what we read of them hangs on these. */
export const strangeWords: (model: Model) => readonly StrangeWord[] = once((model) => {
  const specs = ['NetworkPolicy', 'Service'].flatMap((kind) => written(model, kind));
  const ports = podTemplates(model).flatMap(({ path, containers }) =>
    containers.flatMap((container) => container.ports.map(({ protocol }) => ({ path, spec: { protocol } }))),
  );
  return [...specs, ...ports].flatMap(({ path, spec }) => strangersIn(path, spec));
});

function strangersIn(path: string, spec: unknown): readonly StrangeWord[] {
  const found: StrangeWord[] = [];
  eachText(spec, (word, key, at) => {
    const field = /^\d+$/.test(key) ? (at.at(-2) ?? '') : key;
    // Labels are the owner's own words.
    const known = at.includes('matchLabels') || at.includes('selector') ? undefined : words[field];
    if (known && !known.includes(word)) found.push({ path, field, word, known });
  });
  return found;
}
