import type { Endpoint } from './endpoint.ts';
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
