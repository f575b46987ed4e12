/*
 * Fields: Traefik's values ports.*.http.redirections.entryPoint.priority and additionalArguments; IngressRoute spec.entryPoints
 * and spec.routes[*] of the plain entry point.
 * Allowed: a redirect or a route that gives way to the pod which answers Let's Encrypt's challenge. That pod's route has the
 * length of its rule for a priority; a redirect of an entry point has the highest there is, unless it is told another.
 *
 * @see https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { charts, valuesOf } from '../../reading/charts.ts';
import { at, fieldsOf, numberOf, textsOf } from '../../reading/json.ts';
import { answers } from '../../reading/route-match.ts';
import { readRoutes } from '../../reading/routes.ts';

/** As long as every challenge is: the folder, and a token of 43 characters. */
const challenge = `/.well-known/acme-challenge/${'t'.repeat(43)}`;

const cure = 'give it priority 1: it still wins where nothing else answers';

export default check("what answers Let's Encrypt's challenge in the place of the pod that should", (model) => [
  ...redirects(model),
  ...routes(model),
]);

function redirects(model: Model): readonly Letter[] {
  return charts(model).flatMap((chart) => {
    const values = valuesOf(chart);
    const ports = Object.entries(fieldsOf(at(values, 'ports'))).flatMap(([entryPoint, port]) => {
      const redirect = at(port, 'http', 'redirections', 'entryPoint');
      if (redirect === undefined) return [];
      const priority = numberOf(at(redirect, 'priority'));
      return givesWay(priority) ? [] : [told(chart.path, entryPoint, priority)];
    });
    return [...ports, ...bare(chart.path, textsOf(at(values, 'additionalArguments')))];
  });
}

/** A redirect that is made by arguments has to be told its priority by an argument too. */
function bare(path: string, args: readonly string[]): readonly Letter[] {
  const redirect = /^--entryPoints\.([^.]+)\.http\.redirections\.entryPoint\.(\w+)=(.*)$/i;
  const found = args.flatMap((arg) => {
    const [, entryPoint, key, value] = redirect.exec(arg) ?? [];
    return entryPoint === undefined ? [] : [{ entryPoint, key: key?.toLowerCase(), value }];
  });
  return [...new Set(found.map(({ entryPoint }) => entryPoint))].flatMap((entryPoint) => {
    const own = found.find((one) => one.entryPoint === entryPoint && one.key === 'priority');
    const priority = own && Number(own.value);
    return givesWay(priority) ? [] : [told(path, entryPoint, priority)];
  });
}

function told(where: string, entryPoint: string, priority: number | undefined): Letter {
  const what = `the redirect of entry point '${entryPoint}' takes Let's Encrypt's challenge: no certificate is issued`;
  return {
    where,
    what,
    got: priority === undefined ? 'no priority, which is the highest' : `priority ${priority}`,
    cure,
  };
}

function routes(model: Model): readonly Letter[] {
  return readRoutes(model)
    .filter(({ entryPoints }) => entryPoints.length === 0 || entryPoints.includes('web'))
    .filter(({ priority, alternatives }) => !givesWay(priority) && alternatives.some((one) => answers(one, challenge)))
    .map(({ path, priority }) => {
      const what = "a route of the plain entry point takes Let's Encrypt's challenge: no certificate is issued";
      return { where: path, what, got: `priority ${priority}`, cure };
    });
}

/** Zero is unset to Traefik. The rule of the pod that answers holds the whole path and the host. */
const givesWay = (priority: number | undefined): boolean =>
  priority !== undefined && priority !== 0 && priority < challenge.length;
