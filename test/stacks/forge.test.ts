import { version } from '@cdktf/provider-gitlab/package.json';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/types.ts';
import { toJson } from '../../synth/model/files.ts';
import { terraformProblems } from '../../synth/reading/terraform-schema.ts';
import { fixture } from '../support/platform.ts';
import { reference, stack } from './scratch.ts';

const forge = (change: Partial<Platform> = {}) => stack('forge', { ...fixture, ...change });
const repository = (change: Partial<Platform['owner']['repository']>) => ({
  owner: { ...fixture.owner, repository: { ...fixture.owner.repository, ...change } },
});

describe('the forge stack', () => {
  it('pins the provider and leaves its address to the environment', () => {
    const { json } = forge();
    expect(json['terraform'].required_providers).toEqual({ gitlab: { source: 'gitlabhq/gitlab', version } });
    expect(json['provider'].gitlab).toEqual([{ base_url: reference('var.gitlab_base_url') }]);
    expect(json['variable'].gitlab_base_url.default).toBeNull();
  });

  it('follows a forge of our own, and a repository at another GitLab', () => {
    const own = forge({ forge: 'self-hosted' });
    expect(own.json['variable'].gitlab_base_url.default).toBe('https://git.harbour.example/api/v4/');
    const other = forge(repository({ url: 'https://gitlab.example.org/harbour/model.git' }));
    expect(other.json['variable'].gitlab_base_url.default).toBe('https://gitlab.example.org/api/v4/');
  });

  it('keeps its state where every other stack does, whoever the forge is', () => {
    const address = 'https://gitlab.com/api/v4/projects/4711/terraform/state/forge';
    for (const where of ['gitlab.com', 'self-hosted'] as const) {
      expect(forge({ forge: where }).json['terraform'].backend.http.address).toBe(address);
    }
  });

  it("passes the provider's schema in every phase, and with nothing to publish", () => {
    for (const phase of [1, 2, 3] as const) {
      expect(terraformProblems(forge({ phase }))).toEqual([]);
      expect(terraformProblems(forge({ phase, published: [] }))).toEqual([]);
    }
    expect(terraformProblems(forge({ forge: 'self-hosted' }))).toEqual([]);
  });
});

describe('a mirror at GitHub', () => {
  const mirrors = (change: Partial<Platform> = {}) => forge(change).json['resource'].gitlab_project_push_mirror;

  it('is made for each public project that the platform names, in every phase', () => {
    for (const phase of [1, 2, 3] as const) {
      expect(Object.keys(mirrors({ phase, published: ['portfolio', 'sites/blog'] }))).toEqual([
        'portfolio',
        'sites-blog',
      ]);
    }
    expect(mirrors({ published: ['sites/blog'] })['sites-blog']).toMatchObject({
      project: 'harbour/sites/blog',
      url: `https://${reference('var.github_mirror_credentials')}@github.com/harbour-mirror/blog.git`,
      auth_method: 'password',
      enabled: true,
    });
  });

  it('never empties the copy, and shows nothing but what is protected', () => {
    expect(mirrors().portfolio).toMatchObject({ keep_divergent_refs: true, only_protected_branches: true });
  });

  it('has its credential from the pipeline, and its value is nowhere', () => {
    const { json } = forge();
    const variable = json['variable'].github_mirror_credentials;
    expect(variable).toMatchObject({ sensitive: true, nullable: false, type: 'string' });
    expect(variable).not.toHaveProperty('default');
    expect(toJson(json)).not.toMatch(/gh[pousr]_|github_pat_|glpat-|"token": "/);
  });

  it('asks for no credential when nothing is published', () => {
    const { json } = forge({ published: [] });
    expect(json['variable']).not.toHaveProperty('github_mirror_credentials');
    expect(json['resource']).not.toHaveProperty('gitlab_project_push_mirror');
  });
});

describe('the tokens that the forge makes', () => {
  it('are sensitive outputs', () => {
    const { output } = forge().json as Record<string, Record<string, { sensitive: boolean }>>;
    expect(Object.keys(output ?? {})).toEqual(['gitops-username', 'gitops-password', 'runner-token']);
    for (const { sensitive } of Object.values(output ?? {})) expect(sensitive).toBe(true);
  });

  it('are one for the runner from the lab’s phase on, and none before', () => {
    expect(forge({ phase: 1 }).json['resource']).not.toHaveProperty('gitlab_user_runner');
    expect(forge({ phase: 1 }).json['output']).not.toHaveProperty('runner-token');
    expect(forge({ phase: 2 }).json['resource'].gitlab_user_runner.lab).toMatchObject({
      runner_type: 'group_type',
      maximum_timeout: 3600,
    });
  });

  it('are one to clone the repository with, if it is private and lies on this forge', () => {
    const token = (change: Partial<Platform>) => forge(change).json['resource'].gitlab_project_deploy_token;
    expect(token({}).gitops).toMatchObject({ project: '4711', scopes: ['read_repository'] });
    expect(token(repository({ private: false }))).toBeUndefined();
    expect(token({ forge: 'self-hosted' })).toBeUndefined();
    const moved = repository({ url: 'https://git.harbour.example/harbour/model.git' });
    expect(token({ forge: 'self-hosted', ...moved }).gitops).toBeDefined();
  });
});
