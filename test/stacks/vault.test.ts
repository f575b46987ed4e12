import { version } from '@cdktf/provider-vault/package.json';
import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../constructs/inventory.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { random } from '../../constructs/secret/secret.ts';
import { buildStacks } from '../../stacks/index.ts';
import { vaultRoles } from '../../stacks/vault-roles.ts';
import { toJson } from '../../synth/model/files.ts';
import { terraformProblems } from '../../synth/reading/terraform-schema.ts';
import { Bench, plain, scratchApp } from '../support/bench.ts';
import type { Fields } from '../support/manifests.ts';
import { town } from '../support/town.ts';
import { allows, type Capability } from '../support/vault-rules.ts';
import { reference } from './scratch.ts';

const { platform, inventory, manifests } = town();
const vault = buildStacks(platform, inventory).find(({ name }) => name === 'vault');
if (!vault) throw new Error('phase 3 has no stack for Vault');
const { json } = vault;

interface Role {
  readonly bound_service_account_namespaces: readonly string[];
}
const policies: Record<string, { policy: string }> = json['resource'].vault_policy;
const roles: Record<string, Role> = json['resource'].vault_kubernetes_auth_backend_role;
const feeder = 'security-vault-feed';
const snapshot = 'security-vault-snapshot';
const readers = Object.keys(roles).filter((name) => ![feeder, snapshot].includes(name));
const fed = inventory.secrets.filter(({ backend }) => backend === 'vault').map(({ vaultPath }) => vaultPath);
const may = (role: string, capability: Capability, path: string, parameters?: readonly string[]) =>
  allows([policies[role]?.policy ?? ''], capability, path, parameters);

describe('the vault stack', () => {
  it('passes the provider’s schema, and leaves address and token to the environment', () => {
    expect(terraformProblems(vault)).toEqual([]);
    expect(json['terraform'].required_providers).toEqual({ vault: { source: 'hashicorp/vault', version } });
    expect(json['provider'].vault).toEqual([{ address: reference('var.vault_address') }]);
    expect(json['variable']).toEqual({ vault_address: expect.objectContaining({ default: null }) });
    expect(toJson(json)).not.toMatch(/hv[sb]\.|"token":/);
  });

  it('keeps its state where every other stack does', () => {
    expect(json['terraform'].backend.http.address).toMatch(/\/terraform\/state\/vault$/);
  });

  it('has a KV store of version 2 at secret/, which no plan may take away', () => {
    expect(json['resource'].vault_mount.secret).toMatchObject({
      path: 'secret',
      type: 'kv',
      options: { version: '2' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('audits to standard output, the one place that cannot fill up', () => {
    expect(json['resource'].vault_audit.file).toMatchObject({ type: 'file', options: { file_path: 'stdout' } });
  });

  it('lets Vault ask the API server with its own service account: no token of the cluster is in the state', () => {
    expect(json['resource'].vault_kubernetes_auth_backend_config.kubernetes).toMatchObject({
      kubernetes_host: 'https://kubernetes.default.svc:443',
    });
    expect(toJson(json)).not.toContain('token_reviewer_jwt');
  });
});

describe('a role', () => {
  const annotated = ['Deployment', 'StatefulSet', 'CronJob'].flatMap((kind) =>
    manifests.of(kind).flatMap(({ metadata: { name, namespace } }) => {
      const { metadata, spec } = manifests.in(namespace as string).template(name);
      const role = metadata.annotations?.['vault.hashicorp.com/role'];
      return role
        ? [{ role, namespace, serviceAccount: spec.serviceAccountName, annotations: metadata.annotations }]
        : [];
    }),
  );

  it('is there for exactly the names that the pods’ annotations ask for', () => {
    expect([...new Set(annotated.map(({ role }) => role))].sort()).toEqual(readers);
  });

  it('takes one service account of one namespace, and tokens made for Vault alone', () => {
    for (const { role, namespace, serviceAccount } of annotated) {
      expect(roles[role]).toMatchObject({
        role_name: role,
        bound_service_account_names: [serviceAccount],
        bound_service_account_namespaces: [namespace],
        audience: 'vault',
        token_policies: [reference(`vault_policy.${role}.name`)],
      });
    }
  });

  it('has a token of minutes, or one that is renewed where a lease hangs on it', () => {
    const leased = (role: string) => policies[role]?.policy.includes('"database/creds/') ?? false;
    expect(readers.filter(leased)).toEqual(['prod-cinema-cinema']);
    for (const role of Object.keys(roles)) {
      const { token_ttl, token_max_ttl, token_period } = roles[role] as Fields;
      // A maximum would cap the period: the lease's user would change within the hour.
      const expected = leased(role) ? [undefined, 0, 7 * 24 * 3600] : [900, 3600, undefined];
      expect([role, token_ttl, token_max_ttl, token_period]).toEqual([role, ...expected]);
    }
  });

  it('may read every path that its pods’ annotations name', () => {
    for (const { role, annotations } of annotated) {
      const paths = Object.entries<string>(annotations).filter(([name]) => name.includes('/agent-inject-secret-'));
      expect(paths.length).toBeGreaterThan(0);
      for (const [, path] of paths) expect([role, path, may(role, 'read', path)]).toEqual([role, path, true]);
    }
  });

  it('is nobody’s of dev', () => {
    const dev = inventory.namespaces.filter(({ tier }) => tier === 'dev').map(({ namespaceName }) => namespaceName);
    const bound = Object.values(roles).flatMap((role) => role.bound_service_account_namespaces);
    expect(dev.length).toBeGreaterThan(0);
    expect(bound.filter((namespace) => dev.includes(namespace))).toEqual([]);
  });

  it('is refused when two service accounts would share its name', () => {
    const app = scratchApp({ phase: 3 });
    for (const [namespace, name] of [
      ['a', 'b-c'],
      ['a-b', 'c'],
    ] as const) {
      const service = new Bench(new NamespaceChart(app, namespace, { tier: 'prod' }), name);
      service.workload('web', { ...plain, secretFiles: [service.secret('app', { token: random() }).token] });
    }
    expect(() => vaultRoles(takeInventory(app))).toThrow(
      "Vault's role 'a-b-c' would be both a/b-c's and a-b/c's: rename one of them",
    );
  });
});

describe('for every pair of service and path', () => {
  it('the service reads its own and is denied its neighbour’s', () => {
    for (const path of fed) {
      const able = readers.filter((role) => may(role, 'read', `secret/data/${path}`));
      // `shop-mail` is the shop's own; `shop-database`, with root's password, only its database's.
      const [namespace, name = ''] = path.split('/') as [string, string];
      const owner = name.endsWith('-database')
        ? name
        : inventory.services.find(
            ({ node, chart }) => chart.namespaceName === namespace && name.startsWith(`${node.id}-`),
          )?.node.id;
      expect([path, able]).toEqual([path, [`${namespace}-${owner}`]]);
    }
  });

  it('a login is its own service’s alone, and no service sees how Vault comes to the database', () => {
    for (const { namespace, name, readPath, role } of inventory.databaseLogins) {
      const able = Object.keys(roles).filter((account) => may(account, 'read', readPath));
      expect([readPath, able]).toEqual([readPath, [`${namespace}-${name.replace('-database', '')}`]]);
      for (const path of [`database/config/${role}`, `database/roles/${role}`, `database/rotate-role/${role}`]) {
        for (const capability of ['create', 'read', 'update', 'patch', 'delete'] as const) {
          const granted = Object.keys(roles).filter((account) => may(account, capability, path, ['password']));
          const expected = capability === 'update' && path.startsWith('database/config/') ? [feeder] : [];
          expect([path, capability, granted]).toEqual([path, capability, expected]);
        }
      }
    }
  });

  it('the feeding job hands over a password and moves no connection elsewhere', () => {
    const [login] = inventory.databaseLogins;
    const path = `database/config/${login?.role}`;
    expect(may(feeder, 'update', path, ['password'])).toBe(true);
    for (const others of [[], ['connection_url'], ['password', 'connection_url'], ['allowed_roles']]) {
      expect(may(feeder, 'update', path, others)).toBe(false);
    }
  });

  it('the service writes, deletes, lists and marks nothing at all', () => {
    for (const role of readers) {
      for (const path of fed) {
        for (const capability of ['create', 'update', 'patch', 'delete', 'list', 'sudo'] as const) {
          for (const place of [`secret/data/${path}`, `secret/metadata/${path}`, `secret/delete/${path}`]) {
            expect(may(role, capability, place)).toBe(false);
          }
        }
        expect(may(role, 'read', `secret/metadata/${path}`)).toBe(false);
      }
    }
  });

  it('the feeding job writes and marks each, and neither reads nor deletes any', () => {
    for (const path of fed) {
      const able = (kind: string) =>
        (['create', 'read', 'update', 'patch', 'delete', 'list'] as const).filter((capability) =>
          may(feeder, capability, `secret/${kind}/${path}`),
        );
      expect([able('data'), able('metadata'), able('delete'), able('destroy')]).toEqual([
        ['create', 'update'],
        ['read', 'patch'],
        [],
        [],
      ]);
    }
    expect(may(feeder, 'create', 'secret/data/plot/not-fed')).toBe(false);
  });

  it('the snapshot’s job takes the whole as one encrypted file, and sees no value in the clear', () => {
    const able = Object.keys(roles).filter((role) => may(role, 'read', 'sys/storage/raft/snapshot'));
    expect(able).toEqual([snapshot]);
    expect(may(snapshot, 'update', 'sys/storage/raft/snapshot')).toBe(false);
    expect(fed.filter((path) => may(snapshot, 'read', `secret/data/${path}`))).toEqual([]);
  });

  it('nobody touches Vault itself', () => {
    for (const role of Object.keys(roles)) {
      for (const path of ['sys/policies/acl/x', 'auth/kubernetes/role/x', 'sys/audit', 'secret/data/', 'secret/data']) {
        expect(may(role, 'read', path) || may(role, 'update', path)).toBe(false);
      }
    }
  });
});
