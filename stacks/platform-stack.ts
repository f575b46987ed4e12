import { HttpBackend, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { SystemName } from '../platform/systems.ts';
import type { Phase, Platform } from '../platform/types.ts';

/**
 * One Terraform state, kept by GitLab. Nothing secret and nothing local is in it: the credentials of the state come from the
 * environment of the pipeline (`TF_HTTP_USERNAME`, `TF_HTTP_PASSWORD`), as those of each provider do.
 */
export abstract class PlatformStack extends TerraformStack {
  private readonly released: object[] = [];

  /** The rows of the platform's table of systems that it makes. */
  abstract readonly systems: readonly SystemName[];
  readonly fromPhase: Phase = 1;

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    // OpenTofu knows `removed` with `destroy = false` from 1.10 on, Terraform from 1.7 on; a constraint cannot tell the two apart.
    this.addOverride('terraform.required_version', '>= 1.10.0');
    new HttpBackend(this, gitlabState(platform, id));
  }

  /**
   * Takes a block out of the state, should it be there, and destroys nothing. `prevent_destroy` would not do: it goes with its
   * block.
   */
  protected letGo(address: string): void {
    this.released.push({ from: address, lifecycle: { destroy: false } });
    this.addOverride('removed', this.released);
  }

  /**
   * An address that a rehearsal may set to a stand-in of the real API. Null leaves it to the provider's own environment: a
   * value written into the provider block would win over that, and the rehearsal would reach the real one.
   */
  protected address(name: string, description: string, value: string | null = null): string {
    const variable = new TerraformVariable(this, name, { type: 'string', description });
    // The library's own `default` takes no null.
    variable.addOverride('default', value);
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
