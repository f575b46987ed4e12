/*
 * Fields: IngressRoute spec.routes[*].match and .priority at a host whose access is forwardAuth.
 * Allowed: no spelling of a guarded path enters without Authelia, nor one that leads out of an excepted path.
 * Backends read more than Traefik does: nginx takes %2F for a slash, Tomcat ends a segment at `;`, Ghost knows no case.
 */

import type { ForwardAuth } from '../../../constructs/web/access.ts';
import { check } from '../../model/check.ts';
import { modelAlone } from '../../model/run.ts';
import { accessByHost, contestedDoors, type Door, doorsByHost, isOpen } from '../../reading/doors.ts';
import { enteredBy, receivedPath } from '../../reading/requests.ts';
import guardedPaths from './guarded-paths.ts';

const cure = 'exclude every spelling from the open route: constructs/web/match.ts writes the rule that does';

export default check('spellings of guarded paths that somebody enters without Authelia', (model) => {
  // What is open as it is written is refused as such.
  const refused = new Set(guardedPaths.find(model, modelAlone).map(({ where }) => where));
  return [...doorsByHost(model)].flatMap(([host, doors]) => {
    const access = accessByHost(model).get(host);
    if (access?.kind !== 'forward-auth' || contestedDoors(doors).length > 0) return [];
    return access.paths.flatMap((path) => {
      const { door, spellings } = openSpellings(path, access, doors);
      if (!door || refused.has(door.route.path)) return [];
      const what = `host '${host}': '${path}' is guarded, and ${spellings.map((one) => `'${one}'`).join(', ')} ${spellings.length === 1 ? 'is' : 'are'} not`;
      return [{ where: door.route.path, what, got: door.route.match, cure }];
    });
  });
});

interface OpenSpellings {
  /** The first that is open. */
  readonly door: Door | undefined;
  readonly spellings: readonly string[];
}

function openSpellings(path: string, { except }: ForwardAuth, doors: readonly Door[]): OpenSpellings {
  const below = except.filter((excepted) => liesBelow(excepted, path));
  const asked = [...(path === '/' ? [] : spellingsOf(path)), ...below.flatMap(waysOutOf)];
  const open = asked
    .filter(
      (spelling) => !except.some((excepted) => liesBelow(receivedPath(spelling), excepted) && !leadsOut(spelling)),
    )
    .flatMap((spelling) =>
      enteredBy(doors, spelling)
        .filter(({ route }) => isOpen(route))
        .slice(0, 1)
        .map((door) => ({ spelling, door })),
    );
  return { door: open[0]?.door, spellings: open.map(({ spelling }) => spelling) };
}

/** What some backend reads as the path, or as something below it. */
function spellingsOf(path: string): readonly string[] {
  const capital = path.replace(/[a-z]/, (letter) => letter.toUpperCase());
  const encoded = path.slice(1).replace(/[^A-Za-z0-9/._~-]/g, percent);
  return [
    ...[path, `${path}/`, `${path}/x`, path.toUpperCase(), capital, `/${path}`, `${path}//x`, `/${encoded}`],
    ...[`/${percent(path.charAt(1))}${path.slice(2)}`, `/%2F${path.slice(1)}`, `${path}%2Fx`, `${path}%2fx`],
    ...[`/${path.slice(1).replaceAll('/', '%2F')}`, `${path};x`, `${path};/x`, `${path}%3Bx`],
    ...[
      `/x/..${path}`,
      `/x/%2e%2e${path}`,
      `/x/..%2F${path.slice(1)}`,
      `/x/..;${path}`,
      `/x%2F..${path}`,
      `/.;${path}`,
    ],
  ];
}

/** What some backend reads as a path beside the excepted one. */
const waysOutOf = (path: string): readonly string[] => [
  ...[`${path}x`, `${path}/../x`, `${path}/%2e%2e/x`],
  ...[`${path}/..%2Fx`, `${path}/..;/x`, `${path}%2F..%2Fx`, `${path}/.%2F..%2Fx`, `${path}/..%3B/x`],
];

const leadsOut = (spelling: string): boolean => /(\/|%2F)\.\.(\/|%2F|;|%3B|$)/i.test(receivedPath(spelling));

const liesBelow = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix.replace(/\/$/, '')}/`);

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
