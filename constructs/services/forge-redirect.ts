import type { Construct } from 'constructs';
import type { Host } from '../../platform/types.ts';
import { Exposure, forgeOf, redirect, Service, type ServiceProps } from '../index.ts';

export interface ForgeRedirectProps extends ServiceProps {
  readonly host: Host;
}

/** Our own name for the forge while gitlab.com is it: nothing runs here, every path leads to our group there. */
export class ForgeRedirect extends Service {
  override readonly system = 'GitLab';

  constructor(scope: Construct, id: string, props: ForgeRedirectProps) {
    super(scope, id, props);
    const access = redirect(forgeOf(this.platform).group);
    new Exposure(this, 'exposure', { chart: this.chart, name: id, host: props.host, access });
  }
}
