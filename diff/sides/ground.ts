import type { Platform } from '../../platform/types.ts';
import type { Ends } from '../../synth/reading/versions.ts';

/** What the reading of a tree needs of the platform, and no file of `dist/` says. */
export interface Ground extends Pick<Platform, 'network' | 'machines' | 'phase' | 'owner' | 'storage'> {
  readonly ends?: Ends;
}
