import { GitlabProvider } from '@cdktf/provider-gitlab';
import type { Construct } from 'constructs';
import { forgeOf } from '../constructs/outside/forge.ts';
import type { Platform } from '../platform/types.ts';
import { PlatformStack } from './platform-stack.ts';

/**
 * A state whose resources are the forge's own. The pipeline's environment holds `GITLAB_TOKEN`: a personal token with scope `api`
 * of an owner of the group, since a job's own token may not make runners, mirrors or tokens.
 *
 * @see https://registry.terraform.io/providers/gitlabhq/gitlab/19.1.0/docs
 */
export abstract class GitlabStack extends PlatformStack {
  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id, platform);
    const { url } = forgeOf(platform);
    const baseUrl = this.address(
      'gitlab_base_url',
      'API of GitLab, with a slash at its end; null leaves it to GITLAB_BASE_URL, whose default is gitlab.com',
      url === 'https://gitlab.com' ? null : `${url}/api/v4/`,
    );
    new GitlabProvider(this, 'gitlab', { baseUrl });
  }
}
