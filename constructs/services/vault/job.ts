import { images } from '../../../platform/versions.ts';
import {
  fill,
  projection,
  type ScheduledProps,
  type ScheduledWorkload,
  Service,
  VaultAccess,
  type VaultRule,
  vaultAddress,
  vaultRole,
  vaultServer,
  vaultToken,
} from '../../index.ts';
import login from './login.sh';

const tokenFolder = '/login';

export interface VaultJobProps extends Pick<ScheduledProps, 'schedule' | 'deadlineSeconds' | 'resources'> {
  /** For /bin/sh of busybox. From its `@login@` on, `vault` speaks for the pod's own account. */
  readonly script: string;
  /** What its account may do in Vault. */
  readonly rules: readonly VaultRule[];
  readonly env?: ScheduledProps['env'];
  readonly files?: ScheduledProps['files'];
  readonly volumes?: ScheduledProps['volumes'];
}

/** A service that does one thing in Vault by the clock, logged in with its own account. */
export abstract class VaultJob extends Service {
  override readonly system = 'Vault';

  protected job({ script, rules, env, files, volumes, ...props }: VaultJobProps): ScheduledWorkload {
    const namespace = this.chart.namespaceName;
    const serviceAccount = this.serviceAccount();
    new VaultAccess(this, 'access', { namespace, serviceAccount, rules });
    return this.scheduled('web', {
      ...props,
      image: images.vault,
      command: ['/bin/sh', '/job/run.sh'],
      user: 100,
      group: 1000,
      env: { ...loginAs(vaultRole(namespace, serviceAccount)), ...env },
      files: { '/job/run.sh': fill(script, { login }), ...files },
      volumes: { [tokenFolder]: projection([vaultToken(600)]), ...volumes },
      reaches: [vaultServer],
    });
  }
}

/** What `login.sh` reads. */
const loginAs = (role: string) =>
  ({ HOME: '/tmp', VAULT_ADDR: vaultAddress, ROLE: role, LOGIN: `${tokenFolder}/token` }) as const;
