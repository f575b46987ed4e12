import { machinesOf } from '../../constructs/facts/platform-app.ts';
import {
  type Pods,
  privateRanges,
  publicAddress,
  traefikDoors,
  traefikPods,
} from '../../constructs/network/endpoint.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import { everyAddress, type Range, rangesOf, without } from './addresses.ts';

/** Who answers at a port of an address whose packets are sent on before a policy is asked: pods, or other addresses. */
export interface Behind {
  readonly port: number;
  readonly pods?: Pods;
  readonly ranges?: readonly Range[];
  /** The port there. */
  readonly inside: number;
}

/** A place outside the pods that has a name for us. */
export interface NamedAddress {
  readonly name: string;
  readonly ranges: readonly Range[];
  /** Belongs to `prod`, or leads there: nothing of `dev` may talk to it. */
  readonly prod: boolean;
  /** The one port that everybody may use, if his policies say so. */
  readonly apiPort?: number;
  /** Ports at which a policy judges what stands behind the address, and never the address itself. */
  readonly behind?: readonly Behind[];
}

const kubernetesApiPort = 6443;

/** Every address that a policy may mean, from the nearest to the farthest. */
export function namedAddresses(platform: Platform): readonly NamedAddress[] {
  const { network } = platform;
  return [
    ...machinesOf(platform).map(onMesh),
    { name: `Mailcow's Docker network (${network.docker})`, ranges: rangesOf([network.docker]), prod: true },
    { name: `pod network (${network.pods})`, ranges: rangesOf([network.pods]), prod: true },
    { name: `service network (${network.services})`, ranges: rangesOf([network.services]), prod: true },
    { name: 'metadata service (169.254.169.254)', ranges: rangesOf(['169.254.169.254']), prod: false },
    ...delivered(platform).map((machine) => ({
      name: `${machine.name} (public)`,
      ranges: rangesOf([publicAddress(platform, machine.name)]),
      prod: false,
      behind: behind(platform, machine),
    })),
    {
      name: 'internet',
      ranges: without([everyAddress], [...privateRanges, '127.0.0.0/8', ...ours(platform)]),
      prod: false,
    },
  ];
}

const onMesh = ({ name, mesh, tiers, role }: Machine): NamedAddress => ({
  name: `${name} (mesh ${mesh})`,
  ranges: rangesOf([mesh]),
  prod: tiers.includes('prod'),
  ...(role === 'server' && { apiPort: kubernetesApiPort }),
});

/**
 * kube-proxy sends what comes for the public web ports to Traefik's pods, and Docker what comes for Mailcow's to its network,
 * both before kube-router looks.
 */
function behind({ network }: Platform, { ingress, ports }: Machine): readonly Behind[] {
  const ranges = rangesOf([network.docker]);
  const mail = ports.filter(({ owner, address }) => owner === 'Mailcow' && address === undefined);
  return [
    ...(ingress ? Object.values(traefikDoors).map((door) => ({ ...door, pods: traefikPods })) : []),
    ...mail.map(({ port }) => ({ port, inside: port, ranges })),
  ];
}

/** Our own public addresses, which are no strangers. */
function ours(platform: Platform): readonly string[] {
  return delivered(platform).map(({ name }) => publicAddress(platform, name));
}

/** A machine that is only ordered has no public address yet. */
function delivered(platform: Platform): readonly Machine[] {
  return machinesOf(platform).filter(({ name }) => platform.owner.machines[name] !== undefined);
}
