import { OvhProvider } from '@cdktf/provider-ovh';
import { HttpBackend, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Platform } from '../platform/types.ts';

/**
 * One Terraform state at OVH, kept by GitLab. Nothing secret and nothing local is in it: credentials of both come from the
 * environment of the pipeline (`OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`, `OVH_CONSUMER_KEY` or `OVH_CLIENT_ID`,
 * `OVH_CLIENT_SECRET`; `TF_HTTP_USERNAME`, `TF_HTTP_PASSWORD`).
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs
 */
export class OvhStack extends TerraformStack {
  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    // Import blocks need 1.5; 1.6 is also OpenTofu's first version.
    this.addOverride('terraform.required_version', '>= 1.6.0');
    new HttpBackend(this, gitlabState(platform, id));
    new OvhProvider(this, 'ovh', { endpoint: this.endpoint() });
  }

  /**
   * Null by default, so that the provider goes on to `OVH_ENDPOINT`, to `ovh.conf` and last to `ovh-eu` by itself. A value
   * written here would win over them, and a rehearsal against a stand-in of the API would reach the real one.
   */
  private endpoint(): string {
    const variable = new TerraformVariable(this, 'ovh_endpoint', {
      type: 'string',
      description:
        'API of OVH: ovh-eu, ovh-ca, ovh-us or a URL; null leaves it to OVH_ENDPOINT, whose default is ovh-eu',
    });
    // The library's own `default` takes no null.
    variable.addOverride('default', null);
    return variable.stringValue;
  }
}

/** @see https://docs.gitlab.com/user/infrastructure/iac/terraform_state/ */
function gitlabState({ owner }: Platform, state: string) {
  const { url, gitlabProject } = owner.repository;
  const address = `${new URL(url).origin}/api/v4/projects/${gitlabProject}/terraform/state/${state}`;
  return {
    address,
    lockAddress: `${address}/lock`,
    lockMethod: 'POST',
    unlockAddress: `${address}/lock`,
    unlockMethod: 'DELETE',
    retryWaitMin: 5,
  };
}
