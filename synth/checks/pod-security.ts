import { injected } from '../../constructs/pod/vault-agent.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { allContainers, type Json, type PodTemplate, podTemplates, written } from '../reading/written.ts';
import { hardening } from './hardening.ts';
import { type Level, levels, podLevel, type Violation } from './pod-security-levels.ts';

const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;

/**
 * Check 7: the level that a namespace enforces admits every pod that is written for it, and is no looser than they need. A
 * Deployment that violates it is accepted, and its pods never appear.
 */
export function podSecurity(model: Model): readonly Finding[] {
  const templates = podTemplates(model);
  // What the other half of check 7 refuses anyway is not said twice.
  const soft = new Set(hardening(model).map(({ where }) => where));
  return written(model, 'Namespace').flatMap(({ path, manifest }) => {
    const { name, labels = {} } = manifest.metadata;
    const level = labels[label('enforce')];
    if (!levels.includes(level as Level)) return [unknownLevel(path, name, level)];
    const own = templates.filter(({ namespace }) => namespace === name).map((template) => judged(template));
    const strangers = model.inventory.foreignPods.some(({ pods }) => pods.namespace === name);
    return [
      ...own
        .filter(({ template }) => !soft.has(template.path))
        .flatMap(({ template, violations }) => refused(template, level as Level, violations)),
      ...(strangers ? [] : looser(path, name, level as Level, own)),
      ...silent(path, name, labels),
    ];
  });
}

interface Judged {
  readonly template: PodTemplate;
  readonly violations: readonly Violation[];
}

function judged(template: PodTemplate): Judged {
  return { template, violations: podLevel(template.spec, [...allContainers(template.spec), ...agentOf(template)]) };
}

/** Vault's injector adds this container to a pod that asks for it; it has no seccomp profile of its own. */
function agentOf({ labels, spec }: PodTemplate): readonly Json[] {
  if (!Object.entries(injected).every(([key, value]) => labels[key] === value)) return [];
  const root = spec.containers?.[0]?.securityContext?.runAsGroup === 0;
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: !root };
  return [{ name: 'vault-agent-init', securityContext }];
}

const rank = (level: Level): number => levels.indexOf(level);

function refused(template: PodTemplate, level: Level, violations: readonly Violation[]): readonly Finding[] {
  const broken = violations.filter(({ needs }) => rank(needs) > rank(level));
  if (broken.length === 0) return [];
  const { path, namespace, name } = template;
  return [
    {
      check: 7,
      where: path,
      what: `namespace '${namespace}' enforces '${level}', and would never admit a pod of ${name}`,
      got: broken.map(({ what }) => what).join('; '),
      cure: `harden the pod, or let its construct call chart.require('${broken.reduce(loosest, level)}') with an exception`,
    },
  ];
}

const loosest = (level: Level, { needs }: Violation): Level => (rank(needs) > rank(level) ? needs : level);

function looser(path: string, name: string, level: Level, own: readonly Judged[]): readonly Finding[] {
  const needed = own.flatMap(({ violations }) => violations).reduce(loosest, 'restricted' as Level);
  if (own.length === 0 || rank(level) <= rank(needed)) return [];
  return [
    {
      check: 7,
      where: path,
      what: `namespace '${name}' enforces less than its pods keep to`,
      got: `'${level}', while all of them pass '${needed}'`,
      cure: `set ${label('enforce')} to '${needed}'`,
    },
  ];
}

/** `warn` and `audit` looser than `enforce` say nothing; they are there for the day that the level is raised. */
function silent(path: string, name: string, labels: Json): readonly Finding[] {
  const level = labels[label('enforce')] as Level;
  return ['warn', 'audit']
    .filter((mode) => rank(labels[label(mode)] ?? 'privileged') > rank(level))
    .map((mode) => ({
      check: 7,
      where: path,
      what: `namespace '${name}' is looser in '${mode}' than in 'enforce'`,
      got: `${labels[label(mode)] ?? 'not set'} against ${level}`,
      cure: `set ${label(mode)} to '${level}' or a stricter level`,
    }));
}

function unknownLevel(where: string, name: string, level: unknown): Finding {
  return {
    check: 7,
    where,
    what: `namespace '${name}' enforces no Pod Security level`,
    got: level === undefined ? `no label ${label('enforce')}` : `'${level}'`,
    cure: `label it ${label('enforce')}: restricted, baseline or privileged`,
  };
}
