/*
 * Fields: IngressRoute spec.routes[*].match and .priority at a host whose access is forwardAuth.
 * Allowed: for each guarded path a guarded route that wins; open routes to the paths of `except` and to `openings`, in their very shape, alone.
 */

import type { ForwardAuth } from '../../../constructs/web/access.ts';
import { matchOpenings } from '../../../constructs/web/openings.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { accessByHost, contestedDoors, type Door, doorsByHost, isOpen } from '../../reading/doors.ts';
import { answers, liesBelow, narrows, readMatch } from '../../reading/route-match.ts';

const cure = 'list the path in except with a reason, or guard it; the guarded route needs the higher priority';

export default check('paths of guarded hosts that somebody enters without Authelia', (model) =>
  [...doorsByHost(model)].flatMap(([host, doors]) => {
    const access = accessByHost(model).get(host);
    // Of a host that two services claim nobody knows whose access holds.
    if (access?.kind !== 'forward-auth' || contestedDoors(doors).length > 0) return [];
    return access.paths.flatMap((path) => looseAt(path, access, doors)).map((loose) => letter(host, loose));
  }),
);

interface Loose {
  readonly what: string;
  readonly door: Door;
}

function letter(host: string, { what, door }: Loose): Letter {
  return { where: door.route.path, what: `host '${host}': ${what}`, got: door.route.match, cure };
}

function looseAt(path: string, { except, openings }: ForwardAuth, doors: readonly [Door, ...Door[]]): readonly Loose[] {
  const guards = doors.filter(({ route }) => route.guarded || route.missing.length > 0);
  const covering = [path, `${path}/`].map((url) => guards.filter(({ alternative }) => answers(alternative, url)));
  if (covering.some((list) => list.length === 0)) {
    const moved = doors.every(({ route }) => route.redirects);
    return moved ? [] : [{ what: `path '${path}' should be guarded and is not`, door: doors[0] }];
  }
  const weakest = Math.min(...covering.flat().map(({ route }) => route.priority));
  const shapes = openings ? matchOpenings(openings).flatMap(readMatch) : [];
  const winner = doors.find(
    ({ route, alternative }) =>
      isOpen(route) &&
      !except.some((excepted) => liesBelow(alternative, excepted)) &&
      !shapes.some((shape) => narrows(alternative, shape)) &&
      (liesBelow(alternative, path) || (answers(alternative, path) && route.priority >= weakest)),
  );
  return winner ? [{ what: `a route without Authelia answers to '${path}'`, door: winner }] : [];
}
