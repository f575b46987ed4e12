import type { k8s } from 'cdk8s-plus-28';
import { clusterHost, landmarks } from '../facts/landmarks.ts';
import type { Endpoint, NamedPods } from '../network/endpoint.ts';

/** Labels of the pods that HashiCorp's chart makes for the server and for the injector. */
export const vaultPods = {
  server: { 'app.kubernetes.io/name': 'vault', component: 'server' },
  injector: { 'app.kubernetes.io/name': 'vault-agent-injector', component: 'webhook' },
} as const;

const { namespace, service, port } = landmarks.vault;

/** Vault itself, where it is the one who calls. */
export const vaultCaller: NamedPods = { name: service, namespace, labels: vaultPods.server, guarded: true };

/** Vault itself: reached by the pods whose secrets it serves, and by nobody else. */
export const vaultServer: Endpoint = { name: service, peers: [{ pods: vaultCaller, ports: [{ port }] }] };

/** Where pods and people in the cluster reach it. */
export const vaultAddress = `http://${clusterHost(landmarks.vault)}:${port}`;

/** A service account's token for Vault alone: short-lived, and refused by the Kubernetes API. */
export function vaultToken(expirationSeconds: number): k8s.VolumeProjection {
  return { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds } };
}

/** The role that a service account logs in with; its policy is called the same. */
export function vaultRole(namespace: string, serviceAccount: string): string {
  return `${namespace}-${serviceAccount}`;
}
