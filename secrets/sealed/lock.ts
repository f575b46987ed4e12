import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Lock, takeLock } from '../../synth/writing/lock.ts';

export type { Lock } from '../../synth/writing/lock.ts';

export const lockFile = 'sealed/.lock';

/** The right to change `sealed/`. @throws when another run holds it, naming its process. */
export function lockSealed(root: string): Lock {
  mkdirSync(join(root, 'sealed'), { recursive: true });
  return takeLock({ path: join(root, lockFile), called: lockFile, guards: 'sealed/' });
}
