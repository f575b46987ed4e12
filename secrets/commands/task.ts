import type { Phase } from '../../platform/types.ts';
import type { Progress } from '../../synth/terminal/paint.ts';
import type { LoadAge } from '../crypto/age.ts';
import type { Input } from '../given/input.ts';
import type { Lock } from '../sealed/lock.ts';
import { pepperOf } from '../sealed/pepper.ts';
import type { SecretStatus } from '../sealed/status.ts';
import type { SealedFolder } from '../sealed/store.ts';
import type { Arguments } from './arguments.ts';
import { realCertificate, type Sealer } from './sealing.ts';

/** What the command takes from around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Size of a sealing key that is made. */
  readonly keyBits: number;
  readonly input: Input;
  readonly loadAge: LoadAge;
  /** How wide the terminal is; undefined where there is none. */
  readonly columns?: number | undefined;
  readonly progress?: Progress;
  /** A person reads what is put out. */
  readonly outIsTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
}

/** One run of one command: what it was told, what is declared, and what `sealed/` holds. */
export interface Task {
  readonly root: string;
  readonly arguments: Arguments;
  readonly status: SecretStatus;
  readonly folder: SealedFolder;
  readonly surroundings: Surroundings;
  /** The platform's. */
  readonly phase: Phase;
}

/** A run that may change `sealed/`. */
export interface WritingTask extends Task {
  readonly lock: Lock;
}

/** Seals under the certificate that is there. @throws when it is none that real values can be sealed under. */
export function sealerOf({ root, folder, surroundings: { now } }: Task): Sealer {
  return { certificate: realCertificate(folder, now), now, pepper: pepperOf(root) };
}
