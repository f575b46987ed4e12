import { landmarks } from '../../../constructs/facts/landmarks.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Tier } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';
import { routedAddresses } from '../../reading/beyond-policies.ts';
import { networkOf } from '../../reading/network.ts';
import { once } from '../../reading/once.ts';
import { type Reach, reachability } from '../../reading/reachability.ts';
import { type Line, linesOf } from './lines.ts';
import { serviceAt } from './parts.ts';

/** Something that the map draws: a service, a port of a machine, an address, or the internet. */
export interface Spot {
  /** `prod-web/ghost`; of an address its name in the matrix. */
  readonly id: string;
  /** A machine, or one of the places below. */
  readonly place: string;
  readonly tier?: Tier;
}

export interface Graph {
  /** In the order of the places, and in each of declaration. */
  readonly spots: readonly Spot[];
  readonly lines: readonly Line[];
}

/** Where what is on no one machine stands. */
export const places = { outside: 'the internet', everywhere: 'every machine', addresses: 'addresses' } as const;

export const internet: Spot = { id: 'internet', place: places.outside };

/** What the map shows: the matrix of `reachability`, by service. What nobody reaches, and who reaches nobody, stands there too. */
export const graphOf: (model: Model) => Graph = once((model) => {
  const services = servicesOf(model);
  const { internet: doors, pods, addresses } = reachability(model);
  const homes = new Map(networkOf(model).groups.map(({ id, path }) => [id, serviceAt(path)]));
  const home = (id: string) => homes.get(id) ?? id;
  const rows = [
    ...doors.flatMap((row) => doorRow(row)),
    ...[...pods, ...routedAddresses(model)].map((row) => ({
      ...row,
      source: home(row.from),
      target: home(aside(row.to)),
    })),
    ...addresses.map((row) => ({ ...row, source: home(row.from), target: `to ${row.to}` })),
  ];
  const known = new Set(services.map(({ id }) => id));
  const met = new Set(rows.flatMap(({ source, target }) => [source, target]));
  const others = [...met].filter((id) => !known.has(id) && id !== internet.id).map(spotOf(model));
  const spots = inPlaces(model, [internet, ...services, ...others]);
  return { spots, lines: linesOf(model, rows) };
});

/** `prod-mail/mailcow: core-prod (mesh 10.8.0.1)` is reached at that address. */
const aside = (to: string): string => to.split(': ')[0] as string;

/** Programs of a machine that stand in the cluster too, by the name that its ports bear. */
const landed: Readonly<Record<string, string>> = {
  Traefik: `${landmarks.traefik.namespace}/${landmarks.traefik.service}`,
  Mailcow: `${landmarks.mailcow.namespace}/${landmarks.mailcow.service}`,
};

/** Ports of machines; a route goes through one of them, and is a line from Traefik. */
function doorRow(row: Reach): readonly (Reach & { readonly source: string; readonly target: string })[] {
  const [, owner] = /^[\w-]+: (.+)$/.exec(row.to) ?? [];
  return owner === undefined ? [] : [{ ...row, source: internet.id, target: landed[owner] ?? row.to }];
}

function servicesOf(model: Model): readonly Spot[] {
  const everywhere = new Set(
    model.inventory.workloads.filter(({ place }) => place.machines).map(({ node }) => serviceAt(node.path)),
  );
  const paths = new Set(networkOf(model).groups.map(({ path }) => serviceAt(path)));
  const mail = landed['Mailcow'];
  return model.inventory.services
    .filter(({ node }) => paths.has(node.path) || node.path === mail)
    .map(({ node, machine, chart }) => ({
      id: node.path,
      place: everywhere.has(node.path) ? places.everywhere : machine.name,
      tier: chart.tier,
    }));
}

/** What no service of ours is: K3s's own pods, ports of machines, addresses. */
const spotOf =
  (model: Model) =>
  (id: string): Spot => {
    const machine = machinesOf(model.platform).find(({ name }) => id.startsWith(`${name}: `));
    if (machine) return { id, place: machine.name };
    return { id, place: id.startsWith('to ') ? places.addresses : places.everywhere };
  };

function inPlaces({ platform }: Model, spots: readonly Spot[]): readonly Spot[] {
  const order = [places.outside, ...machinesOf(platform).map(({ name }) => name), places.everywhere, places.addresses];
  return order.flatMap((place) => spots.filter((spot) => spot.place === place));
}
