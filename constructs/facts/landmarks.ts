/**
 * Services that others find before they are built, or in another phase: the namespace, and the service's name in it. Charts
 * take the names from here, so that what points there cannot point beside.
 */
export const landmarks = {
  /** K3s brings it. */
  traefik: { namespace: 'kube-system', service: 'traefik' },
  authelia: { namespace: 'security', service: 'authelia', port: 9091 },
  vault: { namespace: 'security', service: 'vault', port: 8200 },
  prometheus: { namespace: 'monitoring', service: 'prometheus' },
  mailcow: { namespace: 'prod-mail', service: 'mailcow' },
  argoCd: { namespace: 'argocd', service: 'argo-cd' },
} as const;

/** The namespace of the pipelines' jobs: whatever runs there is code of strangers. */
export const strangersNamespace = 'ci-jobs';

/** The name of a Service inside the cluster, the same from every namespace. */
export function clusterHost({ namespace, service }: { readonly namespace: string; readonly service: string }): string {
  return `${service}.${namespace}.svc.cluster.local`;
}
