import { OvhProvider } from '@cdktf/provider-ovh';
import type { Construct } from 'constructs';
import type { Platform } from '../platform/types.ts';
import { PlatformStack } from './platform-stack.ts';

/**
 * A state whose resources are OVH's. The pipeline's environment holds `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET` and
 * `OVH_CONSUMER_KEY`, or `OVH_CLIENT_ID` and `OVH_CLIENT_SECRET`.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs
 */
export abstract class OvhStack extends PlatformStack {
  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id, platform);
    const endpoint = this.address(
      'ovh_endpoint',
      'API of OVH: ovh-eu, ovh-ca, ovh-us or a URL; null leaves it to OVH_ENDPOINT, whose default is ovh-eu',
    );
    new OvhProvider(this, 'ovh', { endpoint });
  }
}
