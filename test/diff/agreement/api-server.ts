import { spawnSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import type { Fields } from '../../support/manifests.ts';
import { corpus } from '../pairs/index.ts';
import type { Piece } from '../pieces.ts';

/**
 * Whether an API server refuses what the corpus says that it refuses, and takes the rest. KUBECONFIG names a server of Kubernetes
 * that may be spoilt, with the CRDs of `imports/crds/`; namespaces and storage classes are made there.
 */
interface Asked {
  readonly title: string;
  readonly before: Fields;
  readonly after: Fields;
  readonly refused: boolean;
}

const isObject = (piece: Piece): piece is Extract<Piece, { kind: string }> => 'kind' in piece;
const idOf = ({ kind, metadata }: Fields): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;

/** An object of an API that no server has any more has nothing to be asked. */
const isKnown = ({ apiVersion }: Fields): boolean => !apiVersion.startsWith('traefik.containo.us');

const asked = Object.values(corpus)
  .flat()
  .flatMap(({ title, before, after, says }) =>
    after.filter(isObject).flatMap((object): readonly Asked[] => {
      const old = before.filter(isObject).find((one) => idOf(one) === idOf(object));
      if (!old || JSON.stringify(old) === JSON.stringify(object) || !isKnown(old)) return [];
      const own = says.filter((one) => one.includes(` ${idOf(object)}: `));
      return [
        { title, before: old, after: object, refused: own.some((one) => /(API server|Kubernetes) refuses/.test(one)) },
      ];
    }),
  );

function kubectl(words: readonly string[], object?: unknown) {
  const input = object === undefined ? undefined : JSON.stringify(object);
  const { status, stdout, stderr } = spawnSync('kubectl', words, { input, encoding: 'utf8' });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}

/** As Flux does. */
const apply = ['apply', '--server-side', '--force-conflicts', '--field-manager=flux', '--filename=-'];

beforeAll(() => {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG must name an API server that may be spoilt');
  for (const name of ['shop', 'flux-system']) kubectl(['create', 'namespace', name]);
  for (const [name, allowVolumeExpansion] of Object.entries({ 'local-path': false, longhorn: true })) {
    const metadata = { name };
    kubectl(apply, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata,
      provisioner: `example.com/${name}`,
      allowVolumeExpansion,
    });
  }
});

it('asks enough', () => expect(asked.length).toBeGreaterThanOrEqual(40));

it.each(asked)('$title: $after.kind', ({ before, after, refused }) => {
  const { kind, metadata } = before;
  const named = [kind, metadata.name, ...(metadata.namespace ? ['--namespace', metadata.namespace] : [])];
  expect(kubectl(apply, before)).toMatchObject({ ok: true });
  if (kind === 'PersistentVolumeClaim') bind(named, before);
  const answer = kubectl([...apply, '--dry-run=server'], after);
  kubectl(['patch', ...named, '--type=merge', '--patch', '{"metadata":{"finalizers":null}}']);
  if (kind !== 'Namespace') kubectl(['delete', ...named, '--wait=false', '--force', '--grace-period=0']);
  expect(answer.ok, answer.said).toBe(!refused);
});

/** What a provisioner does. Only a bound claim may be asked to grow. */
function bind(named: readonly string[], { spec }: Fields): void {
  const status = { phase: 'Bound', capacity: { storage: spec.resources.requests.storage } };
  kubectl(['patch', ...named, '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status })]);
}
