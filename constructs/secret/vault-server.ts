import type { k8s } from 'cdk8s-plus-28';
import type { Endpoint } from '../network/endpoint.ts';
import { vaultNamespace } from './secret.ts';

/** Labels of the pods that HashiCorp's chart makes for the server and for the injector. */
export const vaultPods = {
  server: { 'app.kubernetes.io/name': 'vault', component: 'server' },
  injector: { 'app.kubernetes.io/name': 'vault-agent-injector', component: 'webhook' },
} as const;

/** Vault itself: reached by the pods whose secrets it serves, and by nobody else. */
export const vaultServer: Endpoint = {
  name: 'vault',
  peers: [{ pods: { namespace: vaultNamespace, labels: vaultPods.server, guarded: true }, ports: [{ port: 8200 }] }],
};

/** Where pods and people in the cluster reach it. */
export const vaultAddress = `http://vault.${vaultNamespace}.svc.cluster.local:8200`;

/** A service account's token for Vault alone: short-lived, and refused by the Kubernetes API. */
export function vaultToken(expirationSeconds: number): k8s.VolumeProjection {
  return { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds } };
}

/** The role that a service account logs in with; its policy is called the same. */
export function vaultRole(namespace: string, serviceAccount: string): string {
  return `${namespace}-${serviceAccount}`;
}
