import type { Platform } from '../../platform/types.ts';

/** Whether a host is a zone of ours, or a name below one. */
export function isOurs({ zones }: Platform, host: string): boolean {
  return Object.keys(zones).some((zone) => isWithin(host.toLowerCase(), zone));
}

/** For people: `zones uyoop.fr, cjenti.com`. */
export const readableZones = ({ zones }: Platform): string => `zones ${Object.keys(zones).join(', ')}`;

export const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
