import { serverOf } from '../../constructs/facts/platform-app.ts';
import { bytes, mebi, millicores } from '../../constructs/facts/quantity.ts';
import { tierKey } from '../../constructs/pod/scheduling.ts';
import { k3sVersion } from '../../platform/read-versions.ts';
import type { Cidr, Machine, Platform } from '../../platform/types.ts';
import type { K3sConfig, K3sContract, NetworksContract } from '../../synth/model/machine-contract.ts';

/** Nodes that take 80 and 443: as soon as one has it, ServiceLB goes to no other. @see https://docs.k3s.io/networking/networking-services */
const ingressLabel = 'svccontroller.k3s.cattle.io/enablelb=true';
const apiPort = 6443;
/** Laid there by the role, from what the server made: an agent's disk never holds the server's own token. */
const agentToken = '/etc/rancher/k3s/agent-token';

/** What K3s is told on a machine. @see https://docs.k3s.io/cli/server */
export function k3s(platform: Platform, machine: Machine, networks: NetworksContract): K3sContract {
  const server = serverOf(platform);
  const config = machine === server ? serverConfig(platform, machine) : agentConfig(server);
  return {
    version: k3sVersion,
    role: machine.role,
    engine: platform.gitops,
    config: { ...nodeConfig(platform, machine, networks), ...config },
    storage: { path: '/var/lib/rancher/k3s/storage', mode: '0700', rootShare: 5 },
  };
}

function nodeConfig({ owner }: Platform, machine: Machine, { mesh }: NetworksContract): K3sConfig {
  const facts = owner.machines[machine.name];
  return {
    'node-name': machine.name,
    // What kubelet's certificate is for, what policies and scrapes name, and what VXLAN travels between.
    'node-ip': machine.mesh,
    // ServiceLB's address: with it kube-proxy keeps the caller's own.
    ...(facts && { 'node-external-ip': facts.ipv4 }),
    'flannel-iface': mesh.interfaces[0] as string,
    'node-label': machine.ingress ? [ingressLabel] : [],
    'node-taint': taints(machine),
    'protect-kernel-defaults': true,
    // Kubelet listens on every address, since K3s's own tunnel asks it on 127.0.0.1; the firewall leaves it the mesh.
    'kubelet-arg': [`system-reserved=${reserved(machine)}`],
    // On node-ip alone: docs/decisions/0024.
    'kube-proxy-arg': ['nodeport-addresses=primary'],
  };
}

function serverConfig({ network, owner }: Platform, { name, mesh }: Machine) {
  const facts = owner.machines[name];
  return {
    // Without it the API is advertised at the external address, and each policy that leads to the mesh address leads nowhere.
    'advertise-address': mesh,
    'tls-san': [mesh, ...(facts ? [facts.ipv4] : [])],
    'cluster-cidr': network.pods,
    'service-cidr': network.services,
    'cluster-dns': tenthOf(network.services),
    'flannel-backend': 'vxlan',
    'secrets-encryption': true,
    'write-kubeconfig-mode': '0600',
    'agent-token-file': agentToken,
    // Of what K3s brings, Traefik, ServiceLB, CoreDNS, local-path and the metrics server are all on.
    disable: [],
    'embedded-registry': false,
  };
}

const agentConfig = (server: Machine) => ({
  server: `https://${server.mesh}:${apiPort}`,
  'token-file': agentToken,
});

/** A machine where nothing of `prod` may run says so to the scheduler. */
function taints({ tiers }: Machine): readonly string[] {
  return tiers.includes('prod') ? [] : tiers.map((tier) => `${tierKey}=${tier}:NoSchedule`);
}

/** What the model keeps for the system and for what runs beside K3s: the scheduler does not give it away. */
function reserved({ reserved: kept }: Machine): string {
  const cpu = kept.reduce((sum, { cpu }) => sum + millicores(cpu), 0);
  const memory = kept.reduce((sum, { memory }) => sum + bytes(memory) / mebi, 0);
  return `cpu=${cpu}m,memory=${memory}Mi`;
}

function tenthOf(range: Cidr): string {
  return range.replace(/\.\d+\/\d+$/, '.10');
}
