import { describe, expect, test } from 'vitest';
import type { PlatformApp } from '../../../../constructs/facts/platform-app.ts';
import { takeInventory } from '../../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import type { ServiceProps } from '../../../../constructs/service/service.ts';
import { VaultFeed } from '../../../../constructs/services/vault/feed.ts';
import { Vault } from '../../../../constructs/services/vault/vault.ts';
import { buildStacks } from '../../../../stacks/index.ts';
import { documentsOf } from '../../../../synth/model/documents.ts';
import { kubernetesFiles, toJson } from '../../../../synth/model/files.ts';
import { scratchApp } from '../../../support/bench.ts';
import { Manifests } from '../../../support/manifests.ts';
import { fixture } from '../../../support/platform.ts';
import { Cinema, Shop } from '../../../support/town-services.ts';

/** Two services and Vault; the shop is moved or not yet. */
function town(phase: 2 | 3, shop: Pick<ServiceProps, 'secrets'> = {}) {
  const app: PlatformApp = scratchApp({ phase });
  new Shop(new NamespaceChart(app, 'prod-shop', { tier: 'prod' }), 'shop', shop);
  new Cinema(new NamespaceChart(app, 'prod-cinema', { tier: 'prod' }), 'cinema');
  const security = new NamespaceChart(app, 'security', { tier: 'prod', layer: 'operators' });
  if (phase === 3) {
    new Vault(security, 'vault');
    new VaultFeed(security, 'vault-feed', takeInventory(app));
  }
  const documents = documentsOf(app);
  const stacks = buildStacks({ ...fixture, phase }, takeInventory(app));
  const files = new Map([
    ...[...kubernetesFiles(documents)],
    ...stacks.map(({ name, json }): [string, string] => [`terraform/${name}`, toJson(json)]),
  ]);
  return { files, manifests: new Manifests(documents), stacks };
}

const stay = town(3, { secrets: 'sealed' });
const moved = town(3);

describe('a service that is not moved to Vault yet', () => {
  test('is in phase 3 to the byte what it was in phase 2', () => {
    const file = 'kubernetes/services/prod-shop/shop.yaml';
    expect(stay.files.get(file)).toBe(town(2).files.get(file));
    expect(stay.files.get(file)).not.toMatch(/vault/i);
  });

  test('has no role in Vault, is not fed, and does not reach it', () => {
    const stack = stay.files.get('terraform/vault');
    expect(stack).toContain('prod-cinema-cinema');
    expect(stack).not.toContain('prod-shop');
    expect(stay.files.get('kubernetes/services/security/vault-feed.yaml')).not.toContain('prod-shop');
    expect(stay.manifests.names('NetworkPolicy')).not.toContain('shop-to-vault');
  });

  test('says nothing in the phases before', () => {
    expect([...town(2, { secrets: 'sealed' }).files]).toEqual([...town(2).files]);
  });
});

test('moving it changes its own file, the quota that its agent counts in, its role and the list that is fed', () => {
  const names = new Set([...stay.files.keys(), ...moved.files.keys()]);
  const changed = [...names].filter((name) => stay.files.get(name) !== moved.files.get(name));
  expect(changed.sort()).toEqual([
    'kubernetes/configuration/prod-shop/namespace.yaml',
    'kubernetes/services/prod-shop/shop.yaml',
    'kubernetes/services/security/vault-feed.yaml',
    'terraform/vault',
  ]);
});

test('moving it makes a role and a policy for each of its accounts, and changes no other', () => {
  const of = ({ stacks }: typeof stay) => stacks.find(({ name }) => name === 'vault')?.json['resource'];
  for (const kind of ['vault_policy', 'vault_kubernetes_auth_backend_role']) {
    const {
      'prod-shop-shop': web,
      'prod-shop-shop-database': database,
      'security-vault-feed': feeder,
      ...others
    } = of(moved)[kind];
    const { 'security-vault-feed': _, ...before } = of(stay)[kind];
    for (const made of [web, database, feeder]) expect(made).toBeDefined();
    expect(others).toEqual(before);
  }
});

test('files keep their paths as it moves', () => {
  expect(moved.manifests.env('cinema')).toEqual(stay.manifests.env('cinema'));
  const paths = ({ manifests }: typeof stay) =>
    manifests.container('shop-database').env.filter(({ name }: { name: string }) => name.endsWith('_FILE'));
  expect(paths(moved)).toEqual(paths(stay));
});
