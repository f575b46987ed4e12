import { fill, pathOf, type SecretReference } from '../../index.ts';
import claim from './claim.sh';

/** What makes `admin` ours, and the file by which it says that strangers may come. */
export const claimScript = '/uyoop/claim.sh';
const marker = '/tmp/claimed';

export function claimText(admin: SecretReference): string {
  return fill(claim, { password: pathOf(admin), marker });
}

/** Starts what follows it, with the script beside it. A container that starts again finds its /tmp as it was. */
export const besideClaim = ['/bin/bash', '-c', `rm -f ${marker}; /bin/bash ${claimScript} & exec "$@"`, '--'] as const;

/** A starting server answers 200 as well; one that waits for its migration is well, and says so at /setup. */
const isUp =
  'curl --fail --silent --max-time 4 http://127.0.0.1:9000/api/system/status | grep -qE \'"status":"(UP|DB_MIGRATION_NEEDED|DB_MIGRATION_RUNNING)"\'';

/** Nobody gets to it before its first password is gone: until it is ready, its Service leads nowhere. */
export const probe = {
  exec: ['/bin/bash', '-c', isUp],
  ready: ['/bin/bash', '-c', `test -e ${marker} && ${isUp}`],
  startupSeconds: 900,
} as const;

export const claimed = {
  claimedBy: 'a script beside it, which gives `admin` a random password before its Service leads anywhere',
  firstRun: ['/api/authentication/login'],
} as const;
