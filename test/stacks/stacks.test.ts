import { version as provider } from '@cdktf/provider-ovh/package.json';
import { version as library } from 'cdktf/package.json';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildStacks } from '../../stacks/index.ts';
import { toJson } from '../../synth/model/files.ts';
import { terraformProblems } from '../../synth/reading/terraform-schema.ts';
import { terraformManifest } from '../../synth/writing/terraform-manifest.ts';
import { fixture } from '../support/platform.ts';
import { inventoryOf, reference, stack, withMachine } from './scratch.ts';

const build = () => buildStacks(fixture, inventoryOf(fixture, 'harbour.example', 'blog.harbour.example'));

afterEach(() => vi.unstubAllEnvs());

describe('stacks', () => {
  it('are servers, object storage, dns and forge, and vault from its phase on', () => {
    const always = ['servers', 'object-storage', 'dns', 'forge'];
    expect(build().map(({ name }) => name)).toEqual([...always, 'vault']);
    const early = { ...fixture, phase: 2 } as const;
    expect(buildStacks(early, inventoryOf(early)).map(({ name }) => name)).toEqual(always);
  });

  it('come out the same to the byte, whatever the environment says', () => {
    const before = toJson(build());
    vi.stubEnv('CDKTF_CONTEXT_JSON', '{"cdktfVersion":"9.9.9"}');
    vi.stubEnv('CDKTF_OUTDIR', '/nowhere/at/all');
    vi.stubEnv('CDKTF_TARGET_STACK_ID', 'dns');
    vi.stubEnv('SYNTH_HCL_OUTPUT', 'true');
    expect(toJson(build())).toBe(before);
  });

  it('hold no path of this machine, no stack trace and no credential', () => {
    const text = toJson(build());
    expect(text).not.toContain(process.cwd());
    expect(text).not.toMatch(/stackTrace|application_secret|consumer_key|client_secret|"password":|"path": "\//);
  });

  it('keep their state in GitLab, locked while in use', () => {
    const address = 'https://gitlab.com/api/v4/projects/4711/terraform/state/dns';
    expect(stack('dns').json['terraform'].backend).toEqual({
      http: {
        address,
        lock_address: `${address}/lock`,
        lock_method: 'POST',
        unlock_address: `${address}/lock`,
        unlock_method: 'DELETE',
        retry_wait_min: 5,
      },
    });
  });

  it('follow the repository to another GitLab', () => {
    const repository = { ...fixture.owner.repository, url: 'https://git.harbour.example/harbour/model.git' as const };
    const moved = stack('dns', { ...fixture, owner: { ...fixture.owner, repository } });
    expect(moved.json['terraform'].backend.http.address).toMatch(
      /^https:\/\/git\.harbour\.example\/api\/v4\/projects\//,
    );
  });

  it('pin the provider and leave its endpoint to the environment', () => {
    for (const { json } of build().filter(({ name }) => name !== 'forge' && name !== 'vault')) {
      expect(json['terraform'].required_providers).toEqual({ ovh: { source: 'ovh/ovh', version: provider } });
      expect(json['provider'].ovh).toEqual([{ endpoint: reference('var.ovh_endpoint') }]);
      expect(json['variable'].ovh_endpoint.default).toBeNull();
    }
  });

  it("pass the provider's schema, adopted or ordered, in every phase", () => {
    const ordered = withMachine('quay', { serviceName: undefined });
    for (const platform of [fixture, ordered, { ...fixture, phase: 1 as const }]) {
      expect(buildStacks(platform, inventoryOf(platform, 'harbour.example')).flatMap(terraformProblems)).toEqual([]);
    }
  });
});

describe('the manifest', () => {
  it('tells the cdktn command line where each stack lies', () => {
    const { version, stacks } = terraformManifest(build());
    expect(version).toBe(library);
    expect(stacks['dns']).toEqual({
      name: 'dns',
      constructPath: 'dns',
      workingDirectory: 'stacks/dns',
      synthesizedStackPath: 'stacks/dns/cdk.tf.json',
      annotations: [],
      dependencies: [],
    });
  });
});
