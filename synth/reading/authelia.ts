import { parse } from 'yaml';
import type { Model } from '../model/model.ts';
import { at, type Fields, itemsOf, textMapOf, textOf, textsOf } from './json.ts';
import { once } from './once.ts';
import { written } from './written.ts';

/** A rule of Authelia's own that lets somebody in. */
export interface AccessRule {
  readonly domains: readonly string[];
  readonly patterns: readonly string[];
}

/** The rules that Authelia is configured with; undefined where its configuration is nowhere. */
export const accessRules: (model: Model) => readonly AccessRule[] | undefined = once((model) => {
  const texts = written(model, 'ConfigMap')
    .filter(({ path }) => path.split('/').includes('authelia'))
    .flatMap(({ manifest }) => Object.values(textMapOf(at(manifest, 'data'))));
  const text = texts.find((candidate) => candidate.includes('access_control'));
  if (text === undefined) return undefined;
  const rules = itemsOf(at(configurationOf(text), 'access_control', 'rules'));
  return rules.filter(({ policy }) => policy !== 'bypass').map(ruleOf);
});

/** The text is a template before it is YAML: what stands in double braces is taken out. */
function configurationOf(text: string): unknown {
  try {
    return parse(text.replaceAll(/\{\{.*?\}\}/g, 'template'));
  } catch {
    // Then no host has a rule, and each that it guards is refused.
    return undefined;
  }
}

function ruleOf({ domain, domain_regex: pattern }: Fields): AccessRule {
  return { domains: oneOrMore(domain), patterns: oneOrMore(pattern) };
}

const oneOrMore = (value: unknown): readonly string[] => textsOf([textOf(value) ?? value].flat());

/** @see https://www.authelia.com/configuration/security/access-control/#domain */
export function speaksOf({ domains, patterns }: AccessRule, host: string): boolean {
  const named = domains.some((domain) => (domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : domain === host));
  return named || patterns.some((pattern) => matches(pattern, host));
}

function matches(pattern: string, host: string): boolean {
  try {
    return new RegExp(pattern).test(host);
  } catch {
    return false;
  }
}
