import { cookieDomain } from '../../constructs/web/portal.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { readRoutes } from '../reading/routes.ts';
import { collide, doorsByHost } from './public-hosts.ts';

/** Check 2: hosts that two services claim, hosts in no zone of ours, and hosts that no portal's cookie reaches. */
export function hosts(model: Model): readonly Finding[] {
  const doors = doorsByHost(readRoutes(model));
  return [...foreignHosts(model, doors), ...contested(doors), ...cookieless(model, doors)];
}

type Doors = ReturnType<typeof doorsByHost>;

function foreignHosts(model: Model, doors: Doors): readonly Finding[] {
  const zones = Object.keys(model.platform.zones);
  const places = new Map([
    ...model.inventory.exposures.flatMap(({ hosts, node }) =>
      hosts.map((host) => [host.toLowerCase(), node.path] as const),
    ),
    ...[...doors].map(([host, at]) => [host, at[0]?.route.path ?? ''] as const),
  ]);
  return [...places]
    .filter(([host]) => !zones.some((zone) => host === zone || host.endsWith(`.${zone}`)))
    .map(([host, where]) => ({
      check: 2,
      where,
      what: `host '${host}' is in no zone we own`,
      got: `zones ${zones.join(', ')}`,
      cure: 'correct the host, or add the zone to the platform',
    }));
}

/** Routes of one file belong to one service, which may split its host by path and priority. */
function contested(doors: Doors): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const [host, at] of doors) {
    for (const [index, one] of at.entries()) {
      for (const other of at.slice(index + 1)) {
        if (one.route === other.route || !collide(one, other)) continue;
        if (one.route.file === other.route.file && one.route.match !== other.route.match) continue;
        const pair = [one.route.id, other.route.id].join(' and ');
        found.set(`${host} ${pair}`, {
          check: 2,
          where: other.route.path,
          what: `two services claim the host '${host}'`,
          got: pair,
          cure: 'give one of them another host, or paths that the other does not answer to',
        });
      }
    }
  }
  return [...found.values()];
}

function cookieless(model: Model, doors: Doors): readonly Finding[] {
  const domains = model.platform.portals.map(cookieDomain);
  return [...doors].flatMap(([host, at]) => {
    const guarded = at.find(({ route }) => route.guarded);
    if (!guarded || domains.some((domain) => host === domain || host.endsWith(`.${domain}`))) return [];
    return [
      {
        check: 2,
        where: guarded.route.path,
        what: `no portal can log users in at '${host}'`,
        got: `cookie domains ${domains.join(', ') || 'none'}`,
        cure: "add a portal in that zone to the platform's portals: a session cookie does not leave its domain",
      },
    ];
  });
}
