import { images } from '../../../platform/versions.ts';
import {
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

const tokenFolder = '/login';

/** The first lines of every script: from here on `vault` speaks for the pod's own account. */
export const login = `VAULT_TOKEN=$(vault write -field=token auth/kubernetes/login role="$ROLE" jwt=@"$LOGIN") || { echo 'FAILED    no login: is Vault sealed?' >&2; exit 2; }
export VAULT_TOKEN
`;

export interface VaultJobProps extends Pick<ScheduledProps, 'schedule' | 'deadlineSeconds' | 'resources'> {
  /** For /bin/sh of busybox. */
  readonly script: string;
  /** What its account may do in Vault. */
  readonly rules: readonly VaultRule[];
  readonly env?: ScheduledProps['env'];
  readonly files?: ScheduledProps['files'];
  readonly volumes?: ScheduledProps['volumes'];
}

/** A service that does one thing in Vault by the clock, logged in with its own account. */
export abstract class VaultJob extends Service {
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
      env: {
        HOME: '/tmp',
        VAULT_ADDR: vaultAddress,
        ROLE: vaultRole(namespace, serviceAccount),
        LOGIN: `${tokenFolder}/token`,
        ...env,
      },
      files: { '/job/run.sh': script, ...files },
      volumes: {
        [tokenFolder]: { projected: [vaultToken(600)] },
        ...volumes,
      },
      reaches: [vaultServer],
    });
  }
}
