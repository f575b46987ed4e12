import type { Platform } from '../../../platform/types.ts';
import type { Endpoint } from '../../index.ts';

/** CrowdSec's local API, which the host layer runs as a systemd unit on the mesh address. */
export interface CrowdsecApi extends Endpoint {
  /** Host and port. */
  readonly address: string;
}

/** @throws when the platform has no such machine. */
export function crowdsecApi({ crowdsec: { machine, port }, machines }: Platform): CrowdsecApi {
  const found = machines.find(({ name }) => name === machine);
  if (!found) throw new Error(`crowdsec.machine '${machine}' is no machine of the platform`);
  const { mesh } = found;
  return { name: 'crowdsec', address: `${mesh}:${port}`, peers: [{ cidrs: [`${mesh}/32`], ports: [{ port }] }] };
}
