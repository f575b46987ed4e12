import { by } from '../../../constructs/facts/by.ts';
import { type Access, type ForwardAuth, loosenedBy, type Policy, servedPaths } from '../../../constructs/web/access.ts';
import type { Exposure } from '../../../constructs/web/exposure.ts';
import { guardedPaths, shutPaths } from '../../../constructs/web/rules.ts';
import type { Model } from '../../model/model.ts';
import { type Route, readRoutes } from '../../reading/routes.ts';
import { serviceOf } from './parts.ts';

/** A public name, and how one gets from there to a pod. */
export interface Way {
  readonly host: string;
  readonly namespace: string;
  /** Names that are served like `host`. */
  readonly alsoServes: readonly string[];
  /** Names that redirect to it. */
  readonly aliases: readonly string[];
  readonly access: Access['kind'];
  /** Who asks who comes, and how: `Authelia, two factors`. */
  readonly login: string;
  readonly groups: readonly string[];
  /** What Authelia stands before. Empty: nothing. */
  readonly guarded: readonly string[];
  /** What is open all the same, or at all. */
  readonly open: readonly string[];
  /** What is shut below what is open. */
  readonly shut: readonly string[];
  /** Why Authelia does not stand before all of it. */
  readonly loosened?: { readonly what: string; readonly reason: string };
  readonly claimedBy?: string;
  /** Construct path of the service, and the machine that it runs on. */
  readonly service: string;
  readonly machine: string;
  /** `namespace/name:port` of what answers; undefined where nothing does. */
  readonly backend?: string;
  /** What Traefik is told, as it is written. */
  readonly routes: readonly Route[];
}

/** The ways of all public names, in the order of declaration. */
export function waysOf(model: Model): readonly Way[] {
  const routes = readRoutes(model);
  return model.inventory.exposures.map((exposure) => {
    const { host, namespace, alsoServes, aliases, access, claimedBy } = exposure;
    const own = routes.filter(({ path }) => path.startsWith(`${exposure.node.path}/`));
    return {
      ...{ host, namespace, alsoServes, aliases, claimedBy, ...entryOf(exposure), ...placeOf(exposure) },
      access: access.kind,
      groups: 'groups' in access ? access.groups : [],
      loosened: loosenedBy(access),
      backend: backendOf(own),
      routes: own,
    };
  });
}

function placeOf(exposure: Exposure): Pick<Way, 'service' | 'machine'> {
  const service = serviceOf(exposure);
  return { service: service?.node.path ?? exposure.namespace, machine: (service ?? exposure).machine.name };
}

function backendOf(routes: readonly Route[]): string | undefined {
  const served = routes.filter(({ redirects }) => !redirects);
  return served.flatMap(({ id, services }) =>
    services.map(({ name, port }) => `${id.split('/')[0]}/${name}:${port}`),
  )[0];
}

type Entry = Pick<Way, 'login' | 'guarded' | 'open' | 'shut'>;

const factors: Readonly<Record<Policy, string>> = { one_factor: 'one factor', two_factor: 'two factors' };

function entryOf({ access, firstRun }: Exposure): Entry {
  const none = { guarded: [], open: ['everything'], shut: firstRun };
  return by('kind', access, {
    'forward-auth': (auth) => guardedEntry(auth, firstRun),
    oidc: ({ policy }) => ({
      ...none,
      login: `OpenID Connect, ${factors[policy]}`,
      open: ['everything: it asks by itself who comes'],
    }),
    open: () => ({ ...none, login: 'nobody asks', open: servedPaths(access) ?? none.open }),
    redirect: ({ to }) => ({ ...none, login: `redirects to ${to}`, open: [] }),
    portal: () => ({ ...none, login: 'the portal itself' }),
  });
}

function guardedEntry(access: ForwardAuth, firstRun: Exposure['firstRun']): Entry {
  const guarded = guardedPaths(access, firstRun);
  const rest = guarded.includes('/') ? [] : ['everything else'];
  return {
    login: `Authelia, ${factors[access.policy]}`,
    guarded,
    open: [...rest, ...openings(access)],
    shut: shutPaths(access, firstRun),
  };
}

/** What is open below the guarded paths, each in a few words. */
function openings({ except, openings, tokens }: ForwardAuth): readonly string[] {
  const { files, links = [] } = openings ?? {};
  const whole = except.map((path) => (tokens ? `${path} with a token` : path));
  const read = files ? [`files of ${files.below.join(', ')} (${files.endings.join(', ')})`] : [];
  const linked = links.map(({ path, query }) => `${path} with ${Object.keys(query).join(' and ')}`);
  return [...new Set([...whole, ...read, ...linked])];
}
