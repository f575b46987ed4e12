import { injected } from '../../constructs/pod/vault-agent.ts';
import type { Model } from '../model/model.ts';
import { type SecurityContext, securityOf } from './containers.ts';
import { writtenNamespaces } from './namespaces.ts';
import { once } from './once.ts';
import { isLevel, type Level, levelLabel, rank, type Violation, violationsOf } from './pod-security.ts';
import { type PodTemplate, podTemplates } from './pods.ts';
import { covers } from './selector.ts';

/** A namespace that enforces a level, and what Kubernetes would hold against the pods written for it. */
export interface Admission {
  readonly path: string;
  readonly name: string;
  readonly level: Level;
  readonly pods: readonly { readonly template: PodTemplate; readonly violations: readonly Violation[] }[];
}

export const admissions: (model: Model) => readonly Admission[] = once((model) =>
  writtenNamespaces(model).flatMap(({ path, name, labels }) => {
    const level = labels[levelLabel('enforce')];
    if (!isLevel(level)) return [];
    const own = podTemplates(model).filter(({ namespace }) => namespace === name);
    const pods = own.map((template) => ({ template, violations: violationsOf(template, agentOf(template)) }));
    return [{ path, name, level, pods }];
  }),
);

/** The looser of a level and the one that a violation needs. */
export const loosest = (level: Level, { needs }: Violation): Level => (rank(needs) > rank(level) ? needs : level);

/** Vault's injector adds this container to a pod that asks for it; it has no seccomp profile of its own. */
function agentOf({ labels, containers }: PodTemplate): readonly { name: string; security: SecurityContext }[] {
  if (!covers(labels, injected)) return [];
  const root = containers[0]?.security.runAsGroup === 0;
  const context = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: !root };
  return [{ name: 'vault-agent-init', security: securityOf(context) }];
}
