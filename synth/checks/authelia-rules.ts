import { parse } from 'yaml';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { readRoutes } from '../reading/routes.ts';
import { type Json, written } from '../reading/written.ts';
import { doorsByHost } from './public-hosts.ts';

/** Check 2: a host that Authelia guards stands in Authelia's own rules; without one it is refused to everybody. */
export function autheliaRules(model: Model): readonly Finding[] {
  const guarded = [...doorsByHost(readRoutes(model))].flatMap(([host, doors]) => {
    const door = doors.find(({ route }) => route.guarded);
    return door ? [{ host, where: door.route.path }] : [];
  });
  const configuration = writtenConfiguration(model);
  if (guarded.length === 0) return [];
  if (!configuration) return [unwritten(guarded.map(({ host }) => host))];
  const rules: readonly Json[] = configuration.access_control?.rules ?? [];
  return guarded
    .filter(({ host }) => !rules.some((rule) => rule.policy !== 'bypass' && speaksOf(rule, host)))
    .map(({ host, where }) => ({
      check: 2,
      where,
      what: `Authelia has no rule for '${host}', which it guards`,
      got: `rules for ${[...new Set(rules.flatMap(domainsOf))].join(', ') || 'no host'}`,
      cure: 'build the portal after the chart that exposes the host: its rules are read off what stands before it',
    }));
}

function unwritten(hosts: readonly string[]): Finding {
  return {
    check: 2,
    where: 'authelia',
    what: 'routes ask Authelia, and its configuration is nowhere',
    got: `guarded: ${hosts.join(', ')}`,
    cure: "add Authelia's service to the chart 'security'; its ConfigMap holds access_control",
  };
}

/** The text is a template before it is YAML: what stands in double braces is taken out. */
function writtenConfiguration(model: Model): Json | undefined {
  const texts = written(model, 'ConfigMap')
    .filter(({ path }) => path.split('/').includes('authelia'))
    .flatMap(({ manifest }) => Object.values<string>(manifest.data ?? {}));
  const text = texts.find((candidate) => candidate.includes('access_control'));
  return text === undefined ? undefined : parse(text.replaceAll(/\{\{.*?\}\}/g, 'template'));
}

const domainsOf = ({ domain = [] }: Json): readonly string[] => [domain].flat();

/** @see https://www.authelia.com/configuration/security/access-control/#domain */
function speaksOf(rule: Json, host: string): boolean {
  const patterns: readonly string[] = [rule.domain_regex ?? []].flat();
  return (
    domainsOf(rule).some((domain) => (domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : domain === host)) ||
    patterns.some((pattern) => new RegExp(pattern).test(host))
  );
}
