/** Fields of a StatefulSet that may change; the API server refuses all others of its spec. */
const looseOfStatefulSet: readonly string[] = [
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit'],
  ...['persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
];

/** What the API server never changes in an object that exists, by kind: a path, and all below it. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec.selector'],
  DaemonSet: ['spec.selector'],
  Job: ['selector', 'template', 'completionMode', 'completions', 'podFailurePolicy', 'backoffLimitPerIndex'].map(
    (field) => `spec.${field}`,
  ),
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  PriorityClass: ['value', 'preemptionPolicy'],
  StorageClass: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  IngressClass: ['spec.controller'],
  RuntimeClass: ['handler'],
  Service: ['clusterIP', 'clusterIPs', 'ipFamilies', 'loadBalancerClass'].map((field) => `spec.${field}`),
  EndpointSlice: ['addressType'],
  ResourceQuota: ['spec.scopes', 'spec.scopeSelector'],
  Secret: ['type'],
  PersistentVolume: ['local', 'hostPath', 'csi', 'nfs', 'volumeMode', 'nodeAffinity'].map((field) => `spec.${field}`),
};

/**
 * Whether the API server refuses to change what stands there. One object that it refuses holds back all that is applied with it.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/master/pkg/apis, each kind's `ValidateUpdate`
 */
export function isFixed(kind: string, path: readonly string[]): boolean {
  if (kind === 'StatefulSet') return path[0] === 'spec' && !looseOfStatefulSet.includes(path[1] ?? '');
  const dotted = path.join('.');
  return (fixed[kind] ?? []).some((field) => dotted === field || dotted.startsWith(`${field}.`));
}

/** The fields that are fixed of one kind, as far as `spec` holds them. */
export function fixedFieldsOf(kind: string, spec: readonly string[]): readonly string[] {
  if (kind !== 'StatefulSet') return fixed[kind] ?? [];
  return spec.filter((field) => isFixed(kind, ['spec', field])).map((field) => `spec.${field}`);
}
