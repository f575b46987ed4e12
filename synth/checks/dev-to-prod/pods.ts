/*
 * Fields: NetworkPolicy spec, labels and ports of pods, the tier of their namespaces.
 * Allowed: no path of traffic from pods of `dev` to pods of `prod`, through pods of another tier either. Traefik is no part
 * of a path: it is the public door, and asks Authelia.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { type Flow, type Network, networkOf } from '../../reading/network.ts';
import { isPublicDoor, type PodGroup } from '../../reading/pod-groups.ts';
import { readablePorts } from '../../reading/port-ranges.ts';

const direct = 'take the edge away; what dev needs of prod it asks for at the public door';
const indirect = 'take one edge of this path away, the one into prod or the one out of dev';

export default wholeCheck('paths of traffic from pods of dev to pods of prod', (model) => {
  const network = networkOf(model);
  const dev = network.groups.filter(({ tier }) => tier === 'dev');
  if (dev.length === 0) return [];
  const onward = flowsBySource(model);
  // That a namespace does not deny by default is refused as such.
  const paths = dev.flatMap((group) => pathsFrom(group, onward)).filter(({ to }) => !isUnguarded(network, to));
  return byHole(paths).map(letter);
});

/** The flows that lead from `from` to `to`, one after the other. */
interface Path {
  readonly from: PodGroup;
  readonly to: PodGroup;
  readonly flows: readonly Flow[];
}

const isUnguarded = (network: Network, group: PodGroup): boolean => !group.onHost && network.isOpen(group, 'ingress');

/** An edge too many of one group of `dev` is one hole; so is a policy of `prod` that lets many of them in. */
function byHole(paths: readonly Path[]): readonly (readonly [Path, ...Path[]])[] {
  const sources = (to: PodGroup) => paths.filter((path) => path.to === to).map(({ from }) => from.id);
  const holes = new Map<string, [Path, ...Path[]]>();
  for (const path of paths) {
    const key = sources(path.to).join();
    const hole = holes.get(key);
    if (hole) hole.push(path);
    else holes.set(key, [path]);
  }
  return [...holes.values()];
}

function flowsBySource(model: Model): ReadonlyMap<PodGroup, readonly Flow[]> {
  const bySource = new Map<PodGroup, Flow[]>();
  for (const flow of networkOf(model).flows()) {
    const known = bySource.get(flow.from);
    if (known) known.push(flow);
    else bySource.set(flow.from, [flow]);
  }
  return bySource;
}

/** The shortest path to each group of `prod`. */
function pathsFrom(from: PodGroup, onward: ReadonlyMap<PodGroup, readonly Flow[]>): readonly Path[] {
  const seen = new Set([from]);
  const found: Path[] = [];
  const queue: (readonly Flow[])[] = [[]];
  for (const flows of queue) {
    for (const flow of onward.get(flows.at(-1)?.to ?? from) ?? []) {
      const { to } = flow;
      if (seen.has(to) || isPublicDoor(to) || to.tier === 'dev') continue;
      seen.add(to);
      if (to.tier === 'prod') found.push({ from, to, flows: [...flows, flow] });
      // Whoever stands on the machine's network has its address, and addresses are judged for `dev` itself.
      else if (!to.onHost) queue.push([...flows, flow]);
    }
  }
  return found;
}

function letter(hole: readonly [Path, ...Path[]]): Letter {
  const [where, ...also] = [...new Set(hole.map(({ from }) => from.path))] as [string, ...string[]];
  const cure = hole.every(({ flows }) => flows.length === 1) ? direct : indirect;
  return { where, what: 'traffic of dev reaches prod', got: hole.map(readable).join('; '), cure, also };
}

function readable({ from, flows }: Path): string {
  return [from.id, ...flows.map(({ to, ports }) => `${to.id} (${readablePorts(ports)})`)].join(' -> ');
}
