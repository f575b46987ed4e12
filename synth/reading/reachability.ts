import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Model } from '../model/model.ts';
import { type Behind, type NamedAddress, namedAddresses } from './named-addresses.ts';
import { type Network, networkOf } from './network.ts';
import { once } from './once.ts';
import type { PodGroup } from './pod-groups.ts';
import { podTemplates } from './pods.ts';
import { common, type PortRange, readablePorts, tcp, withoutTcp } from './port-ranges.ts';
import { readRoutes } from './routes.ts';
import { covers } from './selector.ts';
import { services } from './services.ts';

/** Who may reach what: one line of the matrix. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** What the written policies, routes and host ports let pass. Every list is sorted. */
export interface Reachability {
  /** What strangers reach. */
  readonly internet: readonly Reach[];
  /** From pods to pods. */
  readonly pods: readonly Reach[];
  /** From pods to addresses that are no pods. */
  readonly addresses: readonly Reach[];
  /** Pods that no policy holds, and in which direction. */
  readonly open: readonly { readonly pods: string; readonly directions: string }[];
}

/** The reachability matrix, computed on what is written. */
export const reachability: (model: Model) => Reachability = once((model) => {
  const network = networkOf(model);
  return {
    internet: sorted([...hostPorts(model), ...routes(model), ...serviceDoors(model)]),
    pods: sorted(pods(network)),
    addresses: sorted(addresses(model, network)),
    open: open(network),
  };
});

/** Ports of the machines themselves, and ports that a pod binds on its machine. */
function hostPorts(model: Model): readonly Reach[] {
  const own = machinesOf(model.platform).flatMap((machine) =>
    machine.ports
      .filter(({ address }) => address === undefined)
      .map(({ port, protocol, owner }) => reach('internet', `${machine.name}: ${owner}`, `${protocol}/${port}`)),
  );
  const bound = podTemplates(model).flatMap(({ namespace, name, running, machine = 'every machine' }) =>
    running
      .flatMap(({ ports }) => ports)
      .flatMap(({ hostPort, protocol }) =>
        hostPort === undefined
          ? []
          : [reach('internet', `${machine}: ${namespace}/${name}`, `${protocol.toLowerCase()}/${hostPort}`)],
      ),
  );
  return [...own, ...bound];
}

function routes(model: Model): readonly Reach[] {
  return readRoutes(model)
    .filter(({ redirects }) => !redirects)
    .flatMap(({ id, match, guarded, services }) =>
      services.map(({ name, port }) =>
        reach(
          'internet',
          `${id.split('/')[0]}/${name}:${port} at ${match}`,
          guarded ? 'behind Authelia' : 'without Authelia',
        ),
      ),
    );
}

function serviceDoors(model: Model): readonly Reach[] {
  return services(model)
    .filter(({ type }) => type === 'LoadBalancer' || type === 'NodePort')
    .flatMap(({ type, id, ports }) =>
      ports.map(({ port, nodePort, protocol }) =>
        reach('internet', `${type} ${id}`, `${protocol}/${nodePort ?? port}`),
      ),
    );
}

/** Without the pairs that are open on both sides: the table of open pods says so already. */
function pods(network: Network): readonly Reach[] {
  return network
    .flows()
    .filter(({ from, to }) => !network.isOpen(from, 'egress') || !network.isOpen(to, 'ingress'))
    .map(({ from, to, ports }) => reach(from.id, to.id, readablePorts(ports)));
}

function addresses(model: Model, network: Network): readonly Reach[] {
  const named = namedAddresses(model.platform);
  return network.groups
    .filter((group) => !network.isOpen(group, 'egress'))
    .flatMap((group) =>
      named.flatMap((address): Reach[] => {
        const ports = portsAt(network, group, address);
        return ports.length > 0 ? [reach(group.id, address.name, readablePorts(ports))] : [];
      }),
    );
}

/** Where something stands behind a port, whoever may reach that reaches the port, and nobody else. */
function portsAt(network: Network, from: PodGroup, { ranges, behind = [] }: NamedAddress): readonly PortRange[] {
  const own = withoutTcp(
    network.portsAt(from, ranges),
    behind.map(({ port }) => port),
  );
  const through = behind.filter((door) => leadsIn(network, from, door));
  return [...own, ...through.map(({ port }) => tcp(port))];
}

/** Whether somebody's policies let him through to who answers behind a port. */
export function leadsIn(network: Network, from: PodGroup, { pods, ranges = [], inside }: Behind): boolean {
  const there = pods ? network.groupsIn(pods.namespace).filter((to) => covers(to.labels, pods.labels)) : [];
  const ports = [...network.portsAt(from, ranges), ...there.flatMap((to) => network.ports(from, to))];
  return common(ports, [tcp(inside)]).length > 0;
}

function open(network: Network): Reachability['open'] {
  return network.groups
    .map((group) => {
      const directions = (['ingress', 'egress'] as const).filter((direction) => network.isOpen(group, direction));
      return { pods: group.id, directions: directions.join(' and ') };
    })
    .filter(({ directions }) => directions !== '')
    .sort((a, b) => compare(a.pods, b.pods));
}

const reach = (from: string, to: string, ports: string): Reach => ({ from, to, ports });

/** Each row once, in an order that does not hang on what was built first. */
export function sorted(rows: readonly Reach[]): readonly Reach[] {
  const unique = new Map(rows.map((row) => [JSON.stringify([row.from, row.to, row.ports]), row]));
  return [...unique.values()].sort(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.ports, b.ports),
  );
}

/** By code unit: the same order in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The matrix for `dist/report/`. */
export function reachabilityMarkdown(matrix: Reachability, beyond: readonly Reach[]): string {
  return [
    '# Reachability\n',
    'Computed from the written NetworkPolicies, routes and host ports. What no policy holds talks to its like freely.\n',
    table('From the internet', ['from', 'to', 'how'], matrix.internet.map(cells)),
    table('From pods to pods', ['from', 'to', 'ports'], matrix.pods.map(cells)),
    table('From pods to addresses', ['from', 'to', 'ports'], matrix.addresses.map(cells)),
    table(
      'Held by no policy',
      ['pods', 'open'],
      matrix.open.map(({ pods, directions }) => [pods, directions]),
    ),
    table('Beyond the policies', ['from', 'to', 'how'], beyond.map(cells)),
  ].join('\n');
}

const cells = ({ from, to, ports }: Reach): readonly string[] => [from, to, ports];

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (texts: readonly string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const body = rows.length > 0 ? [line(head), line(head.map(() => '---')), ...rows.map(line)] : ['Nothing.'];
  return `## ${title}\n\n${body.join('\n')}\n`;
}
