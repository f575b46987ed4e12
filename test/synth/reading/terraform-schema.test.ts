import { describe, expect, it } from 'vitest';
import { terraformProblems } from '../../../synth/reading/terraform-schema.ts';
import { reference } from '../../stacks/scratch.ts';

const record = { zone: 'uyoop.fr', fieldtype: 'A', target: '192.0.2.10' };
const of = (json: Record<string, unknown>) => terraformProblems({ name: 'test', json });
const resource = (type: string, body: unknown) => of({ resource: { [type]: { it: body } } });
const storage = (body: object) => resource('ovh_cloud_project_storage', { name: 'b', region_name: 'GRA', ...body });
const connection = (mysql: unknown) =>
  resource('vault_database_secret_backend_connection', { backend: 'databases', name: 'wiki', mysql });

describe('a Terraform block', () => {
  it('passes when it is what the schema says, with what Terraform itself reads', () => {
    const meta = { '//': {}, count: 1, depends_on: [], for_each: {}, lifecycle: {}, provider: 'ovh' };
    expect(resource('ovh_domain_zone_record', { ...record, ...meta, ttl: 3600 })).toEqual([]);
    expect(of({ provider: { ovh: [{ alias: 'eu', endpoint: 'ovh-eu' }] } })).toEqual([]);
    expect(
      of({ data: { ovh_vps: { it: { service_name: reference('ovh_vps.it.service_name'), lifecycle: {} } } } }),
    ).toEqual([]);
  });

  it('is refused for a misspelt argument', () => {
    const [problem] = resource('ovh_domain_zone_record', { ...record, sub_domain: 'www' });
    expect(problem?.where).toBe('terraform/stacks/test/cdk.tf.json ovh_domain_zone_record.it.sub_domain');
    expect(problem?.got).toContain('subdomain');
  });

  it('is refused for a misspelt argument at any depth', () => {
    expect(storage({ object_lock: { rule: { mode: 'compliance', perid: 'P1D' } } })[0]?.where).toMatch(
      /object_lock\.rule\.perid$/,
    );
    expect(storage({ replication: { rules: [{ filter: { prefx: 'a' } }] } })[0]?.where).toMatch(
      /rules\[0\]\.filter\.prefx$/,
    );
  });

  it('is refused without a required argument', () => {
    expect(resource('ovh_domain_zone_record', { zone: 'uyoop.fr', fieldtype: 'A' })).toEqual([
      {
        where: 'terraform/stacks/test/cdk.tf.json ovh_domain_zone_record.it.target',
        what: 'is required',
        got: 'nothing',
        misshapen: true,
      },
    ]);
    expect(resource('ovh_vps', { plan: [{ plan_code: 'x', pricing_mode: 'default' }] })[0]?.where).toMatch(
      /plan\[0\]\.duration$/,
    );
  });

  it('is refused when it sets what only the provider sets', () => {
    expect(resource('ovh_vps', { service_name: 'vps-1' })[0]?.what).toContain('set by the provider alone');
    expect(storage({ objects: [] })[0]?.what).toContain('set by the provider alone');
  });

  it('is refused for a value of the wrong type, and passes with one that Terraform converts', () => {
    expect(resource('ovh_domain_zone_record', { ...record, ttl: 'an hour' })[0]?.what).toBe('is not a number');
    expect(resource('ovh_domain_zone_record', { ...record, ttl: '3600' })).toEqual([]);
    expect(storage({ versioning: 'enabled' })[0]?.what).toBe('is not a block');
    expect(storage({ replication: { rules: {} } })[0]?.what).toBe('is not a list of objects');
    expect(storage({ tags: ['a'] })[0]?.what).toBe('is not a map');
    expect(storage({ hide_objects: 'yes' })[0]?.what).toBe('is not a bool');
  });

  it('takes null where nothing need be said, and one block without its list', () => {
    const nothing = { ttl: null, subdomain: null, id: null };
    expect(resource('ovh_domain_zone_record', { ...record, ...nothing })).toEqual([]);
    expect(resource('ovh_domain_zone_record', { ...record, zone: null })[0]?.what).toBe('is not a string');
    expect(connection({ username: 'root' })).toEqual([]);
    expect(connection({ user_name: 'root' })[0]?.where).toMatch(/\.mysql\.user_name$/);
    expect(connection('root')[0]?.what).toBe('is not a block');
  });

  it('may be an expression wherever it has a value', () => {
    expect(resource('ovh_domain_zone_record', { ...record, ttl: reference('var.ttl') })).toEqual([]);
    expect(storage({ versioning: reference('local.versioning') })).toEqual([]);
  });

  it('is held against the provider that its type belongs to, whichever that is', () => {
    const runner = { runner_type: 'group_type', group_id: 1 };
    expect(resource('gitlab_user_runner', runner)).toEqual([]);
    expect(resource('gitlab_user_runner', { ...runner, tags: ['lab'] })[0]?.got).toContain('tag_list');
    expect(resource('gitlab_user_runner', { ...runner, token: 'x' })[0]?.what).toContain('set by the provider alone');
    expect(of({ provider: { gitlab: [{ base_url: 'https://git.uyoop.fr/api/v4/' }] } })).toEqual([]);
    expect(of({ provider: { gitlab: [{ endpoint: 'ovh-eu' }] } })[0]?.where).toMatch(/gitlab\.endpoint$/);
  });

  it('is refused when no provider has its type', () => {
    expect(resource('ovh_vsp', {})[0]?.got).toContain("'ovh_vsp'");
    expect(of({ data: { ovh_me: { it: {} } } })[0]?.what).toContain('no schema is imported for this type of data');
    expect(of({ provider: { aws: [{}] } })[0]?.what).toContain('no schema is imported');
  });

  it('is refused with an argument that Terraform reads in another kind of block', () => {
    expect(of({ data: { ovh_vps: { it: { service_name: 'a', provisioner: [] } } } })[0]?.where).toMatch(/provisioner$/);
  });

  it('is held against blocks of blocks too', () => {
    expect(connection([{}, {}])[0]?.what).toBe('wants at most 1 of these blocks');
    const plan = { duration: 'P1M', plan_code: 'vps', pricing_mode: 'default' };
    expect(resource('ovh_vps', { plan: [{ ...plan, configuration: [{ label: 'a' }] }] })[0]?.where).toMatch(
      /plan\[0\]\.configuration\[0\]\.value$/,
    );
  });
});
