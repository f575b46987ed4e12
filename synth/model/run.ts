import type { Files } from './files.ts';
import type { SealedSource } from './sealed-source.ts';

/** What one run of synth knows beside the model. */
export interface Run {
  /** Placeholders are refused. */
  readonly production: boolean;
  readonly sealed: Omit<SealedSource, 'store'>;
  /** Every text that would be written, by path below `dist/`. */
  readonly files: Files;
}

/** A run on the model alone. */
export const modelAlone: Run = {
  production: false,
  sealed: { placeholders: [], leftovers: () => ({ orphans: [], strangers: [] }) },
  files: new Map(),
};
