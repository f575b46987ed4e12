import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct, type IConstruct } from 'constructs';
import { ResourceClaim } from '../facts/claim.ts';
import { keepOnPrune } from '../facts/prune.ts';
import { bytes, mebi, millicores } from '../facts/quantity.ts';

/** Beside the services: a rollout's second pod, challenges of certificates, jobs of a chart. */
const headroom = { millicores: 500, mebibytes: 768, pods: 12 } as const;

export interface NamespaceQuotaProps {
  readonly namespace: string;
  /** What may run is what is claimed, to the byte: for a namespace whose pods come and go and are never rolled out. */
  readonly exact: boolean;
}

/**
 * What a namespace may ask for in all: twice the requests of its claims (a rollout runs both the old and the new pod) and
 * some headroom. What asks for nothing gets a modest share by the LimitRange, so that no pod is without a ceiling.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export class NamespaceQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, exact }: NamespaceQuotaProps) {
    super(scope, id);
    const sized = (sum: number, room: number) => (exact ? sum : sum * 2 + room);
    const total = (of: (sum: Sum) => string) =>
      Lazy.any({ produce: () => k8s.Quantity.fromString(of(sumOf(scope))) }) as k8s.Quantity;
    const hard = {
      pods: total(({ pods }) => String(sized(pods, headroom.pods))),
      'requests.cpu': total(({ millicores }) => `${sized(millicores, headroom.millicores)}m`),
      'requests.memory': total(({ requests }) => `${sized(requests, headroom.mebibytes)}Mi`),
      'limits.memory': total(({ limits }) => `${sized(limits, headroom.mebibytes)}Mi`),
    };
    new k8s.KubeResourceQuota(this, 'quota', {
      metadata: { name: 'claims', namespace, annotations: keepOnPrune },
      spec: { hard },
    });
    const limits = [{ type: 'Container', ...modestShare }];
    new k8s.KubeLimitRange(this, 'limits', {
      metadata: { name: 'defaults', namespace, annotations: keepOnPrune },
      spec: { limits },
    });
  }
}

const modestShare = {
  defaultRequest: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('64Mi') },
  default: { memory: k8s.Quantity.fromString('256Mi') },
};

interface Sum {
  readonly pods: number;
  readonly millicores: number;
  readonly requests: number;
  readonly limits: number;
}

function sumOf(scope: IConstruct): Sum {
  const claims = scope.node.findAll().filter((construct) => construct instanceof ResourceClaim);
  const add = (of: (claim: ResourceClaim) => number) =>
    claims.reduce((sum, claim) => sum + of(claim) * claim.replicas, 0);
  return {
    pods: add(({ sidecar }) => (sidecar ? 0 : 1)),
    millicores: add(({ resources }) => millicores(resources.cpu)),
    requests: add(({ resources }) => bytes(resources.memory) / mebi),
    limits: add(({ resources }) => bytes(resources.memoryLimit ?? resources.memory) / mebi),
  };
}
