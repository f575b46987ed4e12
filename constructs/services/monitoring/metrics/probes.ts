import type { Host, Platform } from '../../../../platform/types.ts';
import { type Endpoint, type Exposure, landmarks, publicAddress, servedPaths } from '../../../index.ts';

/** The ways in which the blackbox exporter looks at something from outside. */
export type ProbeModule = 'web' | 'web-guarded' | 'web-behind' | 'web-partial' | 'smtp' | 'imaps';

/** Something that is asked from outside, as its users do. */
export interface ProbeTarget {
  readonly module: ProbeModule;
  /** What the blackbox exporter is given: an address, or host and port. */
  readonly target: string;
  readonly host: Host;
  readonly namespace: string;
  readonly service: string;
  readonly machine: string;
}

/** One probe for each name that an exposure answers to, and one that passes its portal. */
export function webProbes(exposures: readonly Exposure[]): readonly ProbeTarget[] {
  return exposures.flatMap((exposure) => [...exposure.hosts.map((host) => front(exposure, host)), ...behind(exposure)]);
}

/** Below a host that serves some paths alone, `/` is not found by design. */
function front(exposure: Exposure, host: Host): ProbeTarget {
  const { access, aliases } = exposure;
  const path = servedPaths(access)?.[0];
  const guarded = access.kind === 'forward-auth' && access.paths.includes('/') && !aliases.includes(host);
  const module = path ? 'web-partial' : guarded ? 'web-guarded' : 'web';
  return { module, target: `https://${host}${path ?? '/'}`, host, ...placeOf(exposure) };
}

/** Before a guarded path stands the portal, which answers for an application that is long gone. */
function behind(exposure: Exposure): readonly ProbeTarget[] {
  const { access, host } = exposure;
  if (access.kind !== 'forward-auth' || access.watched === undefined) return [];
  return [{ module: 'web-behind', target: `https://${host}${access.watched}`, host, ...placeOf(exposure) }];
}

const placeOf = ({ namespace, machine, node }: Exposure) => ({
  namespace,
  service: node.scope?.node.id ?? '',
  machine: machine.name,
});

const mailModules: Readonly<Record<number, ProbeModule>> = { 25: 'smtp', 587: 'smtp', 993: 'imaps' };

function mailPorts({ mail, machines }: Platform): readonly number[] {
  const host = machines.find(({ name }) => name === mail.machine);
  return (host?.ports ?? [])
    .filter(({ owner, port, address }) => owner === 'Mailcow' && !address && port in mailModules)
    .map(({ port }) => port);
}

/** The public mail ports, with the greeting and the certificate that a mail client would see. */
export function mailProbes(platform: Platform): readonly ProbeTarget[] {
  const { host, machine } = platform.mail;
  return mailPorts(platform).map((port) => ({
    module: mailModules[port] as ProbeModule,
    target: `${host}:${port}`,
    host,
    ...landmarks.mailcow,
    machine,
  }));
}

/** The mail ports by the public address, or the Docker network behind it once DNAT has happened. */
export function mailPages(platform: Platform): Endpoint {
  const ports = mailPorts(platform).map((port) => ({ port }));
  return {
    name: 'mail-ports',
    peers: [{ cidrs: [publicAddress(platform, platform.mail.machine), platform.network.docker], ports }],
  };
}
