import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { idOf, type Json, pinnedTo, podTemplates, runningContainers, written } from '../reading/written.ts';

/** A port of a machine that something wants. */
interface Wanted {
  readonly machine: string;
  readonly port: number;
  readonly protocol: string;
  /** Undefined: every address of the machine. */
  readonly address?: string;
  readonly owner: string;
  readonly where: string;
  /** Written in the list of the machine's ports: a pod of the same owner is the same claim. */
  readonly listed: boolean;
}

/** Check 8: one port of one machine, claimed twice. */
export function hostPorts(model: Model): readonly Finding[] {
  const wanted = [...listed(model), ...ofPods(model), ...ofServices(model)];
  return wanted.flatMap((one, index) =>
    wanted
      .slice(index + 1)
      .filter((other) => clash(one, other))
      .map((other) => finding(one, other)),
  );
}

function clash(one: Wanted, other: Wanted): boolean {
  if (one.machine !== other.machine || one.port !== other.port || one.protocol !== other.protocol) return false;
  if (one.address !== undefined && other.address !== undefined && one.address !== other.address) return false;
  return one.listed === other.listed || one.owner.toLowerCase() !== other.owner.toLowerCase();
}

function finding(one: Wanted, other: Wanted): Finding {
  return {
    check: 8,
    where: other.where,
    what: `port ${one.port}/${one.protocol} of ${one.machine} is claimed twice`,
    got: `${ownerText(one)} and ${ownerText(other)}`,
    cure: 'move one of them to another port, or bind both to addresses of their own',
  };
}

const ownerText = ({ owner, address }: Wanted): string => `${owner} on ${address ?? 'every address'}`;

function listed({ platform }: Model): readonly Wanted[] {
  return machinesOf(platform).flatMap(({ name, ports }) =>
    ports.map(({ port, protocol, owner, address }) => ({
      machine: name,
      port,
      protocol,
      address: (address as string) === '0.0.0.0' ? undefined : address,
      owner,
      where: `platform/uyoop.ts ${name}`,
      listed: true,
    })),
  );
}

/** `hostPort`, and every port of pods that share the machine's network. */
function ofPods(model: Model): readonly Wanted[] {
  const machines = machinesOf(model.platform).map(({ name }) => name);
  return podTemplates(model).flatMap(({ path, name, spec }) => {
    const ports = runningContainers(spec)
      .flatMap((container) => container.ports ?? [])
      .flatMap(({ hostPort, containerPort, protocol = 'TCP', hostIP }: Json) => {
        const port: number | undefined = hostPort ?? (spec.hostNetwork ? containerPort : undefined);
        return port === undefined ? [] : [{ port, protocol: protocol.toLowerCase(), address: hostIP }];
      });
    const pin = pinnedTo(spec);
    return (pin === undefined ? machines : [pin]).flatMap((machine) =>
      ports.map((port) => ({ ...port, machine, owner: name, where: path, listed: false })),
    );
  });
}

/** K3s's ServiceLB binds a LoadBalancer's ports on every machine that takes the ingress; a NodePort is bound on all. */
function ofServices(model: Model): readonly Wanted[] {
  const machines = machinesOf(model.platform);
  return written(model, 'Service').flatMap(({ path, manifest }) => {
    const balanced = manifest.spec?.type === 'LoadBalancer';
    return (manifest.spec?.ports ?? []).flatMap(({ port, nodePort, protocol = 'TCP' }: Json): Wanted[] => {
      const common = { protocol: protocol.toLowerCase(), owner: idOf(manifest), where: path, listed: false };
      const bound = balanced ? machines.filter(({ ingress }) => ingress) : [];
      return [
        ...bound.map(({ name }) => ({ ...common, machine: name, port })),
        ...(nodePort === undefined ? [] : machines.map(({ name }) => ({ ...common, machine: name, port: nodePort }))),
      ];
    });
  });
}
