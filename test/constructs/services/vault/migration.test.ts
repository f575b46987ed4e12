import { describe, expect, test } from 'vitest';
import type { PlatformApp } from '../../../../constructs/facts/platform-app.ts';
import { takeInventory } from '../../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import type { ServiceProps } from '../../../../constructs/service/service.ts';
import { Ghost } from '../../../../constructs/services/ghost.ts';
import { Nextcloud } from '../../../../constructs/services/nextcloud/nextcloud.ts';
import { VaultFeed } from '../../../../constructs/services/vault/feed.ts';
import { Vault } from '../../../../constructs/services/vault/vault.ts';
import { uyoop } from '../../../../platform/uyoop.ts';
import { buildStacks } from '../../../../stacks/index.ts';
import { documentsOf } from '../../../../synth/model/documents.ts';
import { kubernetesFiles, toJson } from '../../../../synth/model/files.ts';
import { scratchApp } from '../../../support/bench.ts';
import { Manifests } from '../../../support/manifests.ts';

/** Two services and Vault; Ghost is moved or not yet. */
function town(phase: 2 | 3, ghost: Pick<ServiceProps, 'secrets'> = {}) {
  const app: PlatformApp = scratchApp({ phase });
  new Ghost(new NamespaceChart(app, 'prod-web', { tier: 'prod' }), 'ghost', { host: 'blog.uyoop.fr', ...ghost });
  new Nextcloud(new NamespaceChart(app, 'prod-cloud', { tier: 'prod' }), 'nextcloud', { host: 'cloud.uyoop.fr' });
  const security = new NamespaceChart(app, 'security', { tier: 'prod', layer: 'operators' });
  if (phase === 3) {
    new Vault(security, 'vault');
    new VaultFeed(security, 'vault-feed', takeInventory(app));
  }
  const documents = documentsOf(app);
  const stacks = buildStacks({ ...uyoop, phase }, takeInventory(app));
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
    const file = 'kubernetes/services/prod-web/ghost.yaml';
    expect(stay.files.get(file)).toBe(town(2).files.get(file));
    expect(stay.files.get(file)).not.toMatch(/vault/i);
  });

  test('has no role in Vault, is not fed, and does not reach it', () => {
    const stack = stay.files.get('terraform/vault');
    expect(stack).toContain('prod-cloud-nextcloud');
    expect(stack).not.toContain('ghost');
    expect(stay.files.get('kubernetes/services/security/vault-feed.yaml')).not.toContain('ghost');
    expect(stay.manifests.names('NetworkPolicy')).not.toContain('ghost-to-vault');
  });

  test('says nothing in the phases before', () => {
    expect([...town(2, { secrets: 'sealed' }).files]).toEqual([...town(2).files]);
  });
});

test('moving it changes its own file, the quota that its agent counts in, its role and the list that is fed', () => {
  const names = new Set([...stay.files.keys(), ...moved.files.keys()]);
  const changed = [...names].filter((name) => stay.files.get(name) !== moved.files.get(name));
  expect(changed.sort()).toEqual([
    'kubernetes/configuration/prod-web/namespace.yaml',
    'kubernetes/services/prod-web/ghost.yaml',
    'kubernetes/services/security/vault-feed.yaml',
    'terraform/vault',
  ]);
});

test('moving it makes a role and a policy for each of its accounts, and changes no other', () => {
  const of = ({ stacks }: typeof stay) => stacks.find(({ name }) => name === 'vault')?.json['resource'];
  for (const kind of ['vault_policy', 'vault_kubernetes_auth_backend_role']) {
    const {
      'prod-web-ghost': web,
      'prod-web-ghost-database': database,
      'security-vault-feed': feeder,
      ...others
    } = of(moved)[kind];
    const { 'security-vault-feed': _, ...before } = of(stay)[kind];
    for (const made of [web, database, feeder]) expect(made).toBeDefined();
    expect(others).toEqual(before);
  }
});

test('files keep their paths as it moves', () => {
  expect(moved.manifests.env('nextcloud')).toEqual(stay.manifests.env('nextcloud'));
  const paths = ({ manifests }: typeof stay) =>
    manifests.container('ghost-database').env.filter(({ name }: { name: string }) => name.endsWith('_FILE'));
  expect(paths(moved)).toEqual(paths(stay));
});
