import {
  Audit,
  AuthBackend,
  KubernetesAuthBackendConfig,
  KubernetesAuthBackendRole,
  KvSecretBackendV2,
  Mount,
  Policy,
  VaultProvider,
} from '@cdktf/provider-vault';
import type { Construct } from 'constructs';
import type { Inventory } from '../constructs/inventory.ts';
import { kvMount } from '../constructs/secret/secret.ts';
import type { Platform } from '../platform/types.ts';
import { named } from './named.ts';
import { PlatformStack } from './platform-stack.ts';
import { databaseEngine, lease } from './vault-databases.ts';
import { policyText, type VaultRole, vaultRoles } from './vault-roles.ts';

/** A token is used once, within seconds of its making; an agent that stays makes another when it ends. */
const shortLived = { tokenTtl: 900, tokenMaxTtl: 3600 } as const;

/** A lease ends with the token that took it: this one is renewed for as long as its agent runs. A maximum would cap it. */
const renewed = { tokenPeriod: lease.seconds, tokenMaxTtl: 0 } as const;

/**
 * What Vault holds beside the values: the KV store, who may log in by a Kubernetes service account, and what each may read. No
 * value is in it or in its state. Vault is in no network of the pipeline's: a person applies this over a port-forward, with
 * `VAULT_ADDR` and `VAULT_TOKEN` in the environment.
 *
 * @see https://registry.terraform.io/providers/hashicorp/vault/5.11.0/docs
 */
export class Vault extends PlatformStack {
  override readonly systems = ['Vault'] as const;
  override readonly fromPhase = 3;

  constructor(scope: Construct, platform: Platform, inventory: Inventory) {
    super(scope, 'vault', platform);
    const address = this.address('vault_address', 'API of Vault; null leaves it to VAULT_ADDR');
    new VaultProvider(this, 'vault', { address });
    this.audit();
    this.store();
    const backend = this.login();
    for (const role of vaultRoles(inventory)) this.role(backend, role);
    databaseEngine(this, inventory.databaseLogins);
  }

  /** Into the container's log, which kubelet rotates and Loki keeps: Vault answers nobody while an audit log's disk is full. */
  private audit(): void {
    const options = { file_path: 'stdout' };
    named(new Audit(this, 'audit', { type: 'file', path: 'file', options }), 'file');
  }

  private store(): void {
    const mount = named(
      new Mount(this, 'mount', {
        path: kvMount,
        type: 'kv',
        options: { version: '2' },
        description: 'secrets of the services, fed from SealedSecrets',
        lifecycle: { preventDestroy: true },
      }),
      'secret',
    );
    named(new KvSecretBackendV2(this, 'versions', { mount: mount.path, maxVersions: 10 }), 'secret');
  }

  /** Tokens are asked about at the API server, with Vault's own service account: nothing of the cluster's is written here. */
  private login(): string {
    const backend = named(new AuthBackend(this, 'login', { type: 'kubernetes', path: 'kubernetes' }), 'kubernetes');
    const kubernetesHost = 'https://kubernetes.default.svc:443';
    named(
      new KubernetesAuthBackendConfig(this, 'login-config', { backend: backend.path, kubernetesHost }),
      'kubernetes',
    );
    return backend.path;
  }

  private role(backend: string, { name, namespace, serviceAccount, rules, leases }: VaultRole): void {
    const policy = named(new Policy(this, `policy-${name}`, { name, policy: policyText(rules) }), name);
    const role = new KubernetesAuthBackendRole(this, `role-${name}`, {
      backend,
      roleName: name,
      boundServiceAccountNames: [serviceAccount],
      boundServiceAccountNamespaces: [namespace],
      audience: 'vault',
      tokenPolicies: [policy.name],
      ...(leases ? renewed : shortLived),
    });
    named(role, name);
  }
}
