/*
 * Fields: access_control.rules[*].domain, .domain_regex and .policy in Authelia's ConfigMap.
 * Allowed: a rule, bypass aside, for each host whose routes ask Authelia; without one it refuses everybody.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { accessRules, speaksOf } from '../../reading/authelia.ts';
import { doorsByHost } from '../../reading/doors.ts';

const noRule = 'build the portal after the chart that exposes the host: its rules are read off what stands before it';
const noConfiguration = "add Authelia's service to the chart 'security'; its ConfigMap holds access_control";

export default wholeCheck("guarded hosts that Authelia's own rules leave out", (model) => {
  const guarded = [...doorsByHost(model)].flatMap(([host, doors]) => {
    const door = doors.find(({ route }) => route.guarded);
    return door ? [{ host, where: door.route.path }] : [];
  });
  const rules = accessRules(model);
  if (guarded.length === 0) return [];
  if (!rules) return [unwritten(guarded.map(({ host }) => host))];
  const domains = new Set(rules.flatMap((rule) => rule.domains));
  return guarded
    .filter(({ host }) => !rules.some((rule) => speaksOf(rule, host)))
    .map(({ host, where }) => ({
      where,
      what: `Authelia has no rule for '${host}', which it guards`,
      got: `rules for ${[...domains].join(', ') || 'no host'}`,
      cure: noRule,
    }));
});

function unwritten(hosts: readonly string[]): Letter {
  const what = 'routes ask Authelia, and its configuration is nowhere';
  return { where: 'authelia', what, got: `guarded: ${hosts.join(', ')}`, cure: noConfiguration };
}
