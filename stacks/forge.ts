import { ProjectDeployToken, ProjectPushMirror, UserRunner } from '@cdktf/provider-gitlab';
import { TerraformOutput, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { machinesOf } from '../constructs/facts/platform-app.ts';
import { forgeOf } from '../constructs/outside/forge.ts';
import type { Platform } from '../platform/types.ts';
import { GitlabStack } from './gitlab-stack.ts';
import { named } from './named.ts';

/**
 * What the forge itself holds of the platform: the mirrors of public projects at GitHub, the token that GitOps clones with, and
 * from the lab's phase on its runner. Tokens are sensitive outputs, from where `npm run secrets` seals them.
 *
 * @see https://registry.terraform.io/providers/gitlabhq/gitlab/19.1.0/docs/resources/project_push_mirror
 */
export class Forge extends GitlabStack {
  override readonly systems = ['Mirror to GitHub'] as const;

  constructor(
    scope: Construct,
    private readonly platform: Platform,
  ) {
    super(scope, 'forge', platform);
    if (platform.published.length > 0) this.mirrors();
    if (forgeOf(platform).keepsRepository && platform.owner.repository.private) this.cloneToken();
    if (machinesOf(platform).some(({ tiers }) => tiers.includes('dev'))) this.runner();
  }

  /**
   * Only protected branches go out: work in progress is nobody's business. Divergent refs are kept: whoever gets hold of the
   * forge must not be able to empty the copy as well, and a mirror that cannot go on says so in GitLab.
   */
  private mirrors(): void {
    const { owner, published } = this.platform;
    const credentials = this.credentials();
    for (const project of published) {
      const mirror = new ProjectPushMirror(this, `mirror-${project}`, {
        project: `${owner.repository.group}/${project}`,
        url: `https://${credentials}@github.com/${owner.github}/${nameOf(project)}.git`,
        authMethod: 'password',
        enabled: true,
        onlyProtectedBranches: true,
        keepDivergentRefs: true,
      });
      named(mirror, project.replaceAll(/[^A-Za-z0-9_-]/g, '-'));
    }
  }

  /** The value is never here: the pipeline hands it over as `TF_VAR_github_mirror_credentials`. */
  private credentials(): string {
    const variable = new TerraformVariable(this, 'github_mirror_credentials', {
      type: 'string',
      sensitive: true,
      nullable: false,
      description: 'user:token of GitHub; a fine-grained token with Contents: write on the mirrored repositories alone',
    });
    variable.addValidation({
      condition: `\${can(regex("^[^:@/]+:[^:@/]+$", var.github_mirror_credentials))}`,
      errorMessage: 'It is user:token, without any of : @ / inside either.',
    });
    return variable.stringValue;
  }

  private cloneToken(): void {
    const { gitlabProject } = this.platform.owner.repository;
    const scopes = ['read_repository'];
    const token = named(
      new ProjectDeployToken(this, 'gitops', { project: gitlabProject, name: 'gitops', scopes }),
      'gitops',
    );
    this.secretOutput('gitops-username', token.username);
    this.secretOutput('gitops-password', token.token);
  }

  /** Every project of the group may use it, merge requests too: what a build may reach is the cluster's business. */
  private runner(): void {
    const { name, owner } = this.platform;
    const runner = new UserRunner(this, 'runner', {
      runnerType: 'group_type',
      groupId: Number(owner.repository.gitlabGroup),
      description: `${name} lab`,
      tagList: ['kubernetes', 'lab'],
      untagged: true,
      accessLevel: 'not_protected',
      maximumTimeout: 3600,
    });
    this.secretOutput('runner-token', named(runner, 'lab').token);
  }

  private secretOutput(id: string, value: string): void {
    named(new TerraformOutput(this, id, { value, sensitive: true }), id);
  }
}

/** The last part of a project's path: GitHub knows no groups in groups. */
const nameOf = (project: string): string => project.slice(project.lastIndexOf('/') + 1);
