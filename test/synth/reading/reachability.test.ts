import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../../constructs/pod/secret-delivery.ts';
import { fromVault } from '../../../constructs/secret/secret.ts';
import { reachability } from '../../../synth/reading/reachability.ts';
import { modelOf } from '../../support/composed.ts';
import { town } from '../../support/town.ts';

describe.each([1, 2, 3] as const)('the written policies of phase %i', (phase) => {
  const model = modelOf(town(phase));
  const { internet, pods } = reachability(model);
  const tiers = new Map(model.inventory.namespaces.map(({ namespaceName, tier }) => [namespaceName, tier]));
  const tierOf = (place: string) => tiers.get(place.split('/')[0] ?? '');

  it('let nothing of dev reach prod', () => {
    expect(pods.filter(({ from, to }) => tierOf(from) === 'dev' && tierOf(to) === 'prod')).toEqual([]);
  });

  it('let the internet reach Traefik, mail, SSH and WireGuard alone', () => {
    const machine = internet.filter(({ to }) => /^(quay|loft):/.test(to)).map(({ to, ports }) => `${to} ${ports}`);
    const expected = [
      'quay: Mailcow tcp/25',
      'quay: Mailcow tcp/587',
      'quay: Mailcow tcp/993',
      'quay: SSH tcp/22',
      'quay: Traefik tcp/443',
      'quay: Traefik tcp/80',
      'quay: WireGuard udp/51820',
      ...(phase === 1 ? [] : ['loft: SSH tcp/22', 'loft: WireGuard udp/51820']),
    ];
    expect(machine.sort()).toEqual(expected.sort());
  });

  it('let nothing reach Vault but the pods that it serves', () => {
    const clients = pods.filter(({ to }) => to === 'security/vault').map(({ from }) => from);
    const served = model.inventory.workloads.filter(({ props }) => valuesOf(props).some(fromVault));
    const names = served.map(({ pods, name }) => `${pods.namespace}/${name}`);
    expect(clients.filter((client) => !names.includes(client) && !client.startsWith('security/vault'))).toEqual([]);
    expect(names.filter((name) => !clients.includes(name))).toEqual([]);
    expect(clients.length > 0).toBe(phase === 3);
  });

  it('let Vault reach the databases whose logins it replaces, and no other pod of prod', () => {
    const reached = pods.filter(({ from }) => from === 'security/vault').map(({ to, ports }) => `${to} ${ports}`);
    const databases = model.inventory.databaseLogins.map(({ namespace, name }) => `${namespace}/${name} tcp/3306`);
    expect(reached.filter((to) => /^prod-/.test(to)).sort()).toEqual(databases.sort());
  });
});
