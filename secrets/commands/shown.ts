import type { Surroundings } from './task.ts';

/** Whether somebody sees what is put out, or npm puts its own words before it. */
export function shownBy({ outIsTerminal, env }: Pick<Surroundings, 'outIsTerminal' | 'env'>): boolean {
  const npmSpeaks = env['npm_lifecycle_event'] !== undefined && env['npm_config_loglevel'] !== 'silent';
  return outIsTerminal || npmSpeaks;
}
