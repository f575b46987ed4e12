import { describe, expect, it } from 'vitest';
import { uyoop } from '../../platform/uyoop.ts';
import { buildStacks } from '../../stacks/index.ts';
import { toJson } from '../../synth/model/files.ts';
import { composed } from '../support/composed.ts';
import { reference } from './scratch.ts';

const { inventory } = composed(3);
const vault = buildStacks({ ...uyoop, phase: 3 }, inventory).find(({ name }) => name === 'vault');
if (!vault) throw new Error('phase 3 has no stack for Vault');
const { resource } = vault.json as { resource: Record<string, Record<string, Record<string, unknown>>> };
const of = (kind: string) => resource[`vault_database_secret_backend_${kind}`] ?? {};

describe('Vault’s database engine', () => {
  it('has a connection for each login, which serves that login’s role alone', () => {
    for (const { role, address } of inventory.databaseLogins) {
      expect(of('connection')[role]).toMatchObject({
        backend: reference('vault_mount.database.path'),
        allowed_roles: [role],
        mysql: { connection_url: `{{username}}:{{password}}@tcp(${address})/`, username: 'root' },
      });
    }
    expect(Object.keys(of('connection')).sort()).toEqual(inventory.databaseLogins.map(({ role }) => role).sort());
  });

  it('asks no database while it is applied: on the first day none is up, and none has its password', () => {
    expect(Object.values(of('connection')).map(({ verify_connection }) => verify_connection)).toEqual(
      inventory.databaseLogins.map(() => false),
    );
  });

  it('holds no password, not even root’s: what feeds Vault hands it over', () => {
    const blocks = toJson({ ...of('connection'), ...of('role'), ...of('static_role') });
    expect(blocks).not.toMatch(/"password|_wo"/);
  });

  it('makes users that can be dropped although they are gone already', () => {
    expect(of('role')).toEqual({
      'prod-gestion-dolibarr-database': expect.objectContaining({
        db_name: reference('vault_database_secret_backend_connection.prod-gestion-dolibarr-database.name'),
        creation_statements: [
          "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
          "GRANT ALL PRIVILEGES ON `dolibarr`.* TO '{{name}}'@'%'",
        ],
        revocation_statements: ["DROP USER IF EXISTS '{{name}}'@'%'"],
        default_ttl: 604800,
        max_ttl: 2592000,
      }),
    });
  });

  it('rotates by a period: what a schedule slept through would wait for the next one', () => {
    expect(Object.keys(of('static_role'))).toHaveLength(3);
    for (const [name, role] of Object.entries(of('static_role'))) {
      expect(role).toMatchObject({ username: name.split('-').at(-2), rotation_period: 2592000 });
      expect(role).not.toHaveProperty('rotation_schedule');
    }
  });

  it('cannot be taken away by a plan: the passwords that it made are nowhere else', () => {
    expect(resource.vault_mount?.database).toMatchObject({ type: 'database', lifecycle: { prevent_destroy: true } });
  });
});
