import { describe, expect, it } from 'vitest';
import { buildStacks } from '../../stacks/index.ts';
import { toJson } from '../../synth/model/files.ts';
import { town } from '../support/town.ts';
import { reference } from './scratch.ts';

const { platform, inventory } = town();
const vault = buildStacks(platform, inventory).find(({ name }) => name === 'vault');
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
      'prod-cinema-cinema-database': expect.objectContaining({
        db_name: reference('vault_database_secret_backend_connection.prod-cinema-cinema-database.name'),
        creation_statements: [
          "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
          "GRANT ALL PRIVILEGES ON `cinema`.* TO '{{name}}'@'%'",
        ],
        revocation_statements: ["DROP USER IF EXISTS '{{name}}'@'%'"],
        default_ttl: 604800,
        max_ttl: 2592000,
      }),
    });
  });

  it('rotates by a period: what a schedule slept through would wait for the next one', () => {
    expect(of('static_role')).toEqual({
      'prod-shop-shop-database': expect.objectContaining({ username: 'shop', rotation_period: 2592000 }),
    });
    expect(of('static_role')['prod-shop-shop-database']).not.toHaveProperty('rotation_schedule');
  });

  it('cannot be taken away by a plan: the passwords that it made are nowhere else', () => {
    expect(resource.vault_mount?.database).toMatchObject({ type: 'database', lifecycle: { prevent_destroy: true } });
  });
});
