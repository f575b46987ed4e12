import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BackupClaim, HostSysctl } from '../../constructs/facts/claim.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { OutsideStates } from '../../constructs/outside/states.ts';
import type { Platform } from '../../platform/types.ts';
import { hostFiles } from '../../synth/writing/host-files.ts';
import { alone, built, modelOf } from '../support/composed.ts';
import { fixture, loft, quay, states } from '../support/platform.ts';

/** The contracts of the fixture's machines, in phase 2 unless it is told otherwise. */
function contractsOf(changes: Partial<Platform> = {}) {
  const model = modelOf(alone('plot', 'prod', () => {}, { phase: 2, ...changes }));
  return Object.fromEntries(model.contracts.map((contract) => [contract.machine, contract]));
}
const { quay: server, loft: agent } = contractsOf();

describe('the mesh', () => {
  it('is full: each machine knows every other by its mesh address alone, and none of the pods', () => {
    expect(server?.wireguard).toEqual({
      interface: 'wg0',
      address: '10.77.0.1/24',
      port: 51820,
      mtu: 1420,
      key: fixture.owner.machines['quay']?.wireguardKey,
      peers: [
        {
          name: 'loft',
          key: fixture.owner.machines['loft']?.wireguardKey,
          endpoint: '198.51.100.77:51820',
          allowed: ['10.77.0.2/32'],
          keepalive: 25,
        },
      ],
    });
    expect(agent?.wireguard.peers.map(({ name }) => name)).toEqual(['quay']);
  });

  it('takes a third machine with no other edit, and waits for one that is only ordered', () => {
    const pier = { ...loft, name: 'pier', mesh: '10.77.0.3' as const };
    const facts = { ipv4: '203.0.113.77' as const, wireguardKey: 'cGllciBwaWVyIHBpZXIgcGllciBwaWVyIHBpZXIuLi4=' };
    const machines = [quay, loft, { ...pier, ports: [] }];
    const owner = { ...fixture.owner, machines: { ...fixture.owner.machines, pier: facts } };
    const names = (changes: Partial<Platform>) => contractsOf(changes)['quay']?.wireguard.peers.map(({ name }) => name);
    expect(names({ machines, owner })).toEqual(['loft', 'pier']);
    expect(names({ machines })).toEqual(['loft']);
  });

  it('is a machine alone in phase 1', () => {
    const first = contractsOf({ phase: 1 });
    expect(Object.keys(first)).toEqual(['quay']);
    expect(first['quay']?.wireguard.peers).toEqual([]);
  });
});

describe('the firewall', () => {
  it('opens to everybody what has no address, and the rest to whom it says', () => {
    expect(agent?.firewall).toEqual({
      policies: { incoming: 'deny', outgoing: 'allow', routed: 'deny' },
      public: [
        { port: 22, protocol: 'tcp', owner: 'SSH' },
        { port: 51820, protocol: 'udp', owner: 'WireGuard' },
      ],
      private: [
        { port: 8472, protocol: 'udp', owner: 'flannel', address: '10.77.0.2', from: ['10.77.0.0/24'] },
        {
          port: 10250,
          protocol: 'tcp',
          owner: 'kubelet',
          address: '10.77.0.2',
          from: ['10.77.0.0/24', '10.52.0.0/16'],
        },
        {
          port: 9100,
          protocol: 'tcp',
          owner: 'node-exporter',
          address: '10.77.0.2',
          from: ['10.52.0.0/16', '10.77.0.1/32'],
        },
      ],
    });
  });

  it('binds to the mesh address what says only from whom', () => {
    const open = { port: 9999, protocol: 'tcp', owner: 'own', from: ['10.77.0.2/32'] } as const;
    const changed = contractsOf({ machines: [{ ...quay, ports: [...quay.ports, open] }, loft] });
    expect(changed['quay']?.firewall.private).toContainEqual({ ...open, address: '10.77.0.1' });
  });
});

describe('K3s', () => {
  it('advertises the mesh address on the server, which is not the external one', () => {
    expect(server?.k3s.config).toMatchObject({
      'node-name': 'quay',
      'node-ip': '10.77.0.1',
      'node-external-ip': '192.0.2.77',
      'advertise-address': '10.77.0.1',
      'flannel-iface': 'wg0',
      'tls-san': ['10.77.0.1', '192.0.2.77'],
      'cluster-dns': '10.53.0.10',
      'node-label': ['svccontroller.k3s.cattle.io/enablelb=true'],
      'node-taint': [],
      'secrets-encryption': true,
      'protect-kernel-defaults': true,
      'kubelet-arg': ['system-reserved=cpu=500m,memory=2048Mi'],
      'kube-proxy-arg': ['nodeport-addresses=primary'],
    });
  });

  it('finds the server over the mesh, with a token of its own and the taint of its tier', () => {
    expect(agent?.k3s.config).toMatchObject({
      server: 'https://10.77.0.1:6443',
      'token-file': '/etc/rancher/k3s/agent-token',
      'node-label': [],
      'node-taint': ['uyoop.fr/tier=dev:NoSchedule'],
    });
    expect(agent?.k3s.config).not.toHaveProperty('advertise-address');
  });

  it('has the kernel that kubelet wants, and the larger of two wishes', () => {
    const model = modelOf(
      alone('plot', 'prod', (chart) => {
        new HostSysctl(chart, 'some', { machine: quay, key: 'vm.max_map_count', minimum: 1000 });
        new HostSysctl(chart, 'more', { machine: quay, key: 'vm.max_map_count', minimum: 2000 });
        new HostSysctl(chart, 'less', { machine: quay, key: 'kernel.panic', minimum: 5 });
      }),
    );
    expect(model.contracts[0]?.sysctls).toMatchObject({ 'vm.max_map_count': 2000, 'kernel.panic': 10 });
  });
});

describe('state', () => {
  it('has its paths and its runtime, and its dump in a pod or on the machine', () => {
    const made = built((app) => {
      const chart = new NamespaceChart(app, 'plot', { tier: 'prod' });
      new OutsideStates(chart, 'outside');
      const pod = { 'app.kubernetes.io/name': 'shop' };
      const claim = {
        machine: quay,
        namespace: 'plot',
        volume: 'shop-data',
        backup: 'daily',
        freshFile: 'last',
      } as const;
      new BackupClaim(chart, 'claim', { ...claim, dump: { pod, command: ['dump'] } });
    });
    const [contract] = modelOf(made).contracts;
    const state = Object.fromEntries((contract?.state ?? []).map((one) => [one.volume, one]));
    expect(state['shop-data']).toEqual({
      namespace: 'plot',
      volume: 'shop-data',
      runtime: 'k3s',
      paths: ['/var/lib/rancher/k3s/storage/*_plot_shop-data'],
      tier: 'daily',
      dump: { pod: { 'app.kubernetes.io/name': 'shop' }, command: ['dump'] },
      fresh: 'last',
    });
    const datastore = states.find(({ dump }) => dump !== undefined);
    expect(Object.values(state).find(({ runtime, dump }) => runtime === 'machine' && dump)).toMatchObject({
      paths: datastore?.paths,
      dump: { command: ['sh', '-c', datastore?.dump] },
    });
    expect(state['drive']).toMatchObject({ runtime: 'bucket', paths: ['drive'] });
  });
});

describe('what runs beside K3s', () => {
  it('is Mailcow on the mail host alone, its web on the mesh address', () => {
    expect(server?.mailcow).toMatchObject({
      host: 'mail.lantern.example',
      address: '192.0.2.77',
      web: { address: '10.77.0.1', port: 8444 },
      network: '172.29.1.0/24',
      gateway: '172.29.1.1',
      certificate: { namespace: 'prod-mail', name: 'mailcow-tls' },
      zones: [
        { name: 'harbour.example', dkim: 'PLACEHOLDER+harbour' },
        { name: 'lantern.example', dkim: 'PLACEHOLDER+lantern' },
        { name: 'lantern.test', dkim: 'PLACEHOLDER+lantern+test' },
      ],
      mtaSts: { mode: 'testing', maxAgeSeconds: 3600 },
      archive: {
        days: 60,
        endpoint: 'https://s3.gra.io.cloud.ovh.net',
        region: 'gra',
        bucket: 'harbour-mail-archive',
        profile: 'mail-archive',
      },
    });
    expect(agent).not.toHaveProperty('mailcow');
  });

  it('is one local API of CrowdSec for all, and its page where one is listed', () => {
    expect([server, agent].map((contract) => contract?.crowdsec)).toEqual([
      { api: { address: '10.77.0.1', port: 8088 }, serves: true, metrics: { address: '10.77.0.1', port: 6060 } },
      { api: { address: '10.77.0.1', port: 8088 }, serves: false },
    ]);
  });

  it('is cAdvisor where its page is listed', () => {
    expect(server?.cadvisor).toMatchObject({ address: '10.77.0.1', port: 9180 });
    expect(agent).not.toHaveProperty('cadvisor');
  });
});

describe('the files', () => {
  const model = modelOf(alone('plot', 'prod', () => {}, { phase: 2 }));
  const files = hostFiles(model.platform, model.contracts);

  it('are an inventory by role and what each machine must be', () => {
    expect([...files.keys()]).toEqual(['hosts/inventory.yaml', 'hosts/quay.yaml', 'hosts/loft.yaml']);
    expect(parse(files.get('hosts/inventory.yaml') as string).all).toEqual({
      vars: { ansible_user: 'debian' },
      hosts: { quay: { ansible_host: '192.0.2.77' }, loft: { ansible_host: '198.51.100.77' } },
      children: {
        server: { hosts: { quay: {} } },
        agent: { hosts: { loft: {} } },
        mail: { hosts: { quay: {} } },
      },
    });
  });

  it('name their machine once, by the file', () => {
    const { machine: _, ...variables } = model.contracts[1] as (typeof model.contracts)[number];
    expect(parse(files.get('hosts/loft.yaml') as string)).toEqual(variables);
  });
});
