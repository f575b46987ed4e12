import fc from 'fast-check';
import type { BackupTierName, Bytes, GitOps, Phase } from '../../platform/types.ts';
import { hostileTexts } from './hostile.ts';

/** A platform in plain words, from which chance makes others. */
export interface Plan {
  readonly phase: Phase;
  readonly gitops: GitOps;
  /** With Traefik, the portal, mail, certificates and Vault; without them there are no doors, no mail, and no secrets of Vault. */
  readonly whole: boolean;
  /** Further machines beside the fixture's two. */
  readonly agents: readonly AgentPlan[];
  /** Further zones: whether each receives mail. */
  readonly zones: readonly boolean[];
  readonly namespaces: readonly NamespacePlan[];
}

export interface AgentPlan {
  readonly fromPhase: Phase;
  readonly cores: number;
}

export interface NamespacePlan {
  readonly tier: 'prod' | 'dev' | 'platform';
  readonly services: readonly ServicePlan[];
}

export interface ServicePlan {
  readonly workloads: readonly WorkloadPlan[];
  readonly database?:
    | { readonly kind: 'mariadb' | 'mysql' | 'postgresql'; readonly backup: BackupTierName }
    | undefined;
  readonly door?: 'forward-auth' | 'partly open' | 'oidc' | undefined;
  readonly aliases: number;
  readonly cron: boolean;
  readonly agent: boolean;
  readonly mailbox: boolean;
}

export interface WorkloadPlan {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly ports: number;
  readonly volumes: readonly { readonly size: Bytes; readonly backup: BackupTierName | 'none' }[];
  /** Which of the workloads before it that it may reach, by number modulo their count. */
  readonly reaches: readonly number[];
  readonly database: boolean;
  /** A text in a variable and in a file. */
  readonly text: string;
}

const backup = fc.constantFrom<BackupTierName>('hourly', 'daily', 'weekly');
const some = <T>(one: fc.Arbitrary<T>, freq: number) => fc.option(one, { nil: undefined, freq });
const rarely = (weight: number) => fc.nat(weight).map((one) => one === 0);

const workload: fc.Arbitrary<WorkloadPlan> = fc.record({
  kind: fc.constantFrom('Deployment', 'StatefulSet'),
  ports: fc.integer({ min: 1, max: 3 }),
  volumes: fc.array(
    fc.record({
      size: fc.constantFrom<Bytes>('1Gi', '2Gi', '100Mi'),
      backup: fc.oneof(backup, fc.constant('none' as const)),
    }),
    { maxLength: 2 },
  ),
  reaches: fc.array(fc.nat(40), { maxLength: 3 }),
  database: fc.boolean(),
  text: fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ maxLength: 12, unit: 'grapheme' })),
});

const service: fc.Arbitrary<ServicePlan> = fc.record({
  workloads: fc.array(workload, { minLength: 1, maxLength: 3 }),
  database: some(fc.record({ kind: fc.constantFrom('mariadb', 'mysql', 'postgresql'), backup }), 3),
  door: some(fc.constantFrom('forward-auth', 'partly open', 'oidc'), 2),
  aliases: fc.nat(2),
  cron: rarely(3),
  agent: rarely(8),
  mailbox: rarely(3),
});

const namespace: fc.Arbitrary<NamespacePlan> = fc.record({
  tier: fc.constantFrom('prod', 'dev', 'platform'),
  services: fc.array(service, { minLength: 1, maxLength: 3 }),
});

/** Any platform that is as it should be. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  phase: fc.constantFrom<Phase>(1, 2, 2, 3),
  gitops: fc.constantFrom<GitOps>('flux', 'argocd'),
  whole: rarely(11),
  agents: fc.array(fc.record({ fromPhase: fc.constantFrom<Phase>(1, 2, 3), cores: fc.integer({ min: 4, max: 64 }) }), {
    maxLength: 4,
  }),
  zones: fc.array(fc.boolean(), { maxLength: 3 }),
  namespaces: fc.array(namespace, { maxLength: 3 }),
});
