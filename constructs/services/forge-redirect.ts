import type { Construct } from 'constructs';
import type { Host } from '../../platform/types.ts';
import { forgeOf } from '../outside/forge.ts';
import { Service, type ServiceProps } from '../service/service.ts';
import { redirect } from '../web/access.ts';
import { Exposure } from '../web/exposure.ts';

export interface ForgeRedirectProps extends ServiceProps {
  readonly host: Host;
}

/** Our own name for the forge while gitlab.com is it: nothing runs here, every path leads to our group there. */
export class ForgeRedirect extends Service {
  constructor(scope: Construct, id: string, props: ForgeRedirectProps) {
    super(scope, id, props);
    const access = redirect(forgeOf(this.platform).group);
    new Exposure(this, 'exposure', { chart: this.chart, name: id, host: props.host, access });
  }
}
