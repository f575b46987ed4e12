import { expect, it } from 'vitest';
import { differenceBetween } from '../../diff/diff.ts';
import type { Files } from '../../synth/model/files.ts';
import { claim, config, container, deployment, ground, named, namespace, type Piece, policy, tree } from './pieces.ts';

/** Twenty objects that belong together, in a namespace of their own. */
function village(home: string, image: string): readonly Piece[] {
  const workloads = ['web', 'api', 'jobs'].map((name) =>
    deployment({
      name,
      namespace: home,
      labels: { 'app.kubernetes.io/name': name },
      spec: { selector: named(name) },
      pod: { containers: [container({ image })] },
    }),
  );
  const edge = (name: string) => [
    policy(
      {
        podSelector: named('web'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: named(name) }], ports: [{ port: 80 }] }],
      },
      `to-${name}`,
      home,
    ),
    policy(
      {
        podSelector: named(name),
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: named('web') }], ports: [{ port: 80 }] }],
      },
      `from-${name}`,
      home,
    ),
  ];
  const texts = Array.from({ length: 6 }, (_, index) => config({ 'a.yaml': `number: ${index}\n` }, `config-${index}`));
  const claims = Array.from({ length: 5 }, (_, index) => claim({}, { name: `claim-${index}`, namespace: home }));
  const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'default-deny', home);
  const placed = texts.map((one) => ({ ...one, metadata: { ...one.metadata, namespace: home } }));
  return [namespace({}, home), deny, ...workloads, ...edge('api'), ...edge('jobs'), ...placed, ...claims];
}

const many = (image: (index: number) => string): Files =>
  tree(...Array.from({ length: 500 }, (_, index) => village(`home-${index}`, image(index))).flat());

it('compares ten thousand objects within what a pipeline has', () => {
  const [before, after] = [
    many(() => 'ghost:6.59.0'),
    many((index) => (index % 5 === 0 ? 'ghost:6.60.0' : 'ghost:6.59.0')),
  ];
  expect([...before.values()].reduce((sum, text) => sum + text.split(/^---$/m).length, 0)).toBe(10_000);
  const start = process.cpuUsage();
  const { changes } = differenceBetween(before, after, ground);
  const { user, system } = process.cpuUsage(start);
  expect(changes.filter((one) => one.class === 'version')).toHaveLength(300);
  // Of a processor's time, since nobody knows what else the machine does; it takes a fifth of that.
  expect((user + system) / 1e6).toBeLessThan(15);
});
