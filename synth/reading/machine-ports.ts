import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Model } from '../model/model.ts';
import { podTemplates } from './pods.ts';
import { services } from './services.ts';

/** A port of a machine that something wants. */
export interface WantedPort {
  readonly machine: string;
  readonly port: number;
  /** Lower case. */
  readonly protocol: string;
  /** Undefined: every address of the machine. */
  readonly address?: string;
  readonly owner: string;
  readonly where: string;
  /** Written in the list of the machine's ports: a pod of the same owner is the same claim. */
  readonly listed: boolean;
}

export const wantedPorts = (model: Model): readonly WantedPort[] => [
  ...listed(model),
  ...ofPods(model),
  ...ofServices(model),
];

function listed({ platform }: Model): readonly WantedPort[] {
  return machinesOf(platform).flatMap(({ name, ports }) =>
    ports.map(({ port, protocol, owner, address }) => ({
      machine: name,
      ...{ port, protocol, owner },
      address: (address as string) === '0.0.0.0' ? undefined : address,
      where: `platform/uyoop.ts ${name}`,
      listed: true,
    })),
  );
}

/** `hostPort`, and every port of pods that share the machine's network. */
function ofPods(model: Model): readonly WantedPort[] {
  const machines = machinesOf(model.platform).map(({ name }) => name);
  return podTemplates(model).flatMap(({ path, name: owner, running, hostNetwork, machine: pin }) => {
    const ports = running
      .flatMap((container) => container.ports)
      .flatMap(({ hostPort, number, protocol, hostAddress }) => {
        const port = hostPort ?? (hostNetwork ? number : undefined);
        return port === undefined ? [] : [{ port, protocol: protocol.toLowerCase(), address: hostAddress }];
      });
    return (pin === undefined ? machines : [pin]).flatMap((machine) =>
      ports.map((port) => ({ ...port, machine, owner, where: path, listed: false })),
    );
  });
}

/** K3s's ServiceLB binds a LoadBalancer's ports on every machine that takes the ingress; a NodePort is bound on all. */
function ofServices(model: Model): readonly WantedPort[] {
  const machines = machinesOf(model.platform);
  return services(model).flatMap(({ path, id, type, ports }) =>
    ports.flatMap(({ port, nodePort, protocol }): WantedPort[] => {
      const common = { protocol, owner: id, where: path, listed: false };
      const bound = type === 'LoadBalancer' ? machines.filter(({ ingress }) => ingress) : [];
      return [
        ...bound.map(({ name }) => ({ ...common, machine: name, port })),
        ...(nodePort === undefined ? [] : machines.map(({ name }) => ({ ...common, machine: name, port: nodePort }))),
      ];
    }),
  );
}
