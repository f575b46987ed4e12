import { describe, expect, test } from 'vitest';
import { clusterHost, landmarks } from '../../constructs/facts/landmarks.ts';
import { prometheusPods } from '../../constructs/pod/metrics.ts';
import { vaultAddress, vaultPods } from '../../constructs/secret/vault-server.ts';
import { town } from '../support/town.ts';

const whole = town(3);
const placesOf = ({ inventory }: typeof whole) =>
  inventory.services.map(({ chart, node }) => `${chart.namespaceName}/${node.id}`);
const everywhere = [...placesOf(whole), ...placesOf(town(3, 'argocd'))];
const workload = (namespace: string, name: string) =>
  whole.inventory.workloads.find((one) => one.place.namespace === namespace && one.name === name);

describe('a landmark', () => {
  test.each(Object.entries(landmarks))('%s is where it says', (_, { namespace, service }) => {
    expect(everywhere).toContain(`${namespace}/${service}`);
  });

  test('is what routes ask before every request: Authelia, at the port that it opens', () => {
    const { address } = whole.manifests.in('prod-shop').one('Middleware', 'authelia').spec.forwardAuth;
    const { authelia } = landmarks;
    expect(Object.values(workload(authelia.namespace, authelia.service)?.ports ?? {})).toEqual([authelia.port]);
    expect(new URL(address).host).toBe(`${clusterHost(authelia)}:${authelia.port}`);
  });

  test('bears the labels that the policies of others name: Prometheus, and Vault', () => {
    const { prometheus, vault } = landmarks;
    expect(workload(prometheus.namespace, prometheus.service)?.pods).toEqual({
      namespace: prometheusPods.namespace,
      labels: prometheusPods.labels,
      guarded: true,
    });
    const server = whole.inventory.foreignPods.find(({ pods }) => pods.labels === vaultPods.server);
    expect(server?.ports).toEqual([vault.port]);
    expect(new URL(vaultAddress).host).toBe(`${clusterHost(vault)}:${vault.port}`);
  });
});
