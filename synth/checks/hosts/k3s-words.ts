/*
 * Fields: k3s of each contract; network, owner.machines, reserved of machines, gitops of the platform.
 * Allowed: of each word the value that something else counts on, which the letter names.
 */

import { serverOf } from '../../../constructs/facts/platform-app.ts';
import { bytes, mebi, millicores } from '../../../constructs/facts/quantity.ts';
import { k3sVersion } from '../../../platform/read-versions.ts';
import type { Machine, Platform } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { K3sContract } from '../../model/machine-contract.ts';
import { differing, toldMachines } from '../../reading/contracts.ts';

const cure = 'hosts/contract/k3s.ts writes it: give back what stood there';
const volumes = { path: '/var/lib/rancher/k3s/storage', mode: '0700', rootShare: 5 };
const agentToken = '/etc/rancher/k3s/agent-token';

/** A word of config.yaml, the value that it must have, and who counts on it. */
type Wanted = readonly [key: string, value: unknown, because: string];

export default wholeCheck('a word of K3s that something else counts on', (model) =>
  toldMachines(model).flatMap(({ machine, contract }) => differences(model.platform, machine, contract.k3s)),
);

function differences(platform: Platform, machine: Machine, { config, ...k3s }: K3sContract): readonly Letter[] {
  const told = { ...config, version: k3s.version, role: k3s.role, engine: k3s.engine, storage: k3s.storage };
  const own = machine === serverOf(platform) ? ofServer(platform, machine) : ofAgent();
  return [...ofBoth(platform, machine), ...own].flatMap(([key, value, because]) =>
    differing(told, { [key]: value }).map(({ wanted, got }) => ({
      where: `hosts/${machine.name}`,
      what: `K3s's ${key} is not ${wanted}: ${because}`,
      ...{ got, cure },
    })),
  );
}

function ofBoth({ gitops, owner }: Platform, machine: Machine): readonly Wanted[] {
  return [
    ['version', k3sVersion, 'what Flux and the charts are made for'],
    ['role', machine.role, 'one server, and agents that join it'],
    ['engine', gitops, 'whose files pull everything else'],
    ['node-external-ip', owner.machines[machine.name]?.ipv4, 'ServiceLB keeps the address of whoever calls there'],
    ['protect-kernel-defaults', true, 'kubelet would change the kernel by itself'],
    ['kubelet-arg', [`system-reserved=${reserved(machine)}`], 'the scheduler would give away what runs beside K3s'],
    ['kube-proxy-arg', ['nodeport-addresses=primary'], 'node ports would answer at public addresses'],
    ['storage', volumes, 'each volume in it is open to everybody, and has no end'],
  ];
}

function ofServer({ network, owner }: Platform, { name, mesh }: Machine): readonly Wanted[] {
  const addresses = [mesh, ...(owner.machines[name] ? [owner.machines[name].ipv4] : [])];
  return [
    ['tls-san', addresses, 'agents and pods ask it at its mesh address, and you by an SSH that you trust'],
    ['cluster-cidr', network.pods, 'firewall and policies know pods by it'],
    ['service-cidr', network.services, 'policies know Services by it'],
    ['cluster-dns', network.services.replace(/\.\d+\/\d+$/, '.10'), 'it must lie among the Services'],
    ['flannel-backend', 'vxlan', 'the firewall opens its port'],
    ['secrets-encryption', true, 'Secrets would lie in clear text in the datastore and its copies'],
    ['write-kubeconfig-mode', '0600', 'whoever reads the file is admin of the cluster'],
    ['agent-token-file', agentToken, 'agents would join with the token of servers'],
    ['disable', [], 'routes, volumes, names and the front door come from what K3s brings'],
    ['embedded-registry', false, 'its port is open to nobody'],
  ];
}

const ofAgent = (): readonly Wanted[] => [['token-file', agentToken, 'the role lays it there']];

/** What the model keeps for the system and for what runs beside K3s. */
function reserved({ reserved: kept }: Machine): string {
  const cpu = kept.reduce((sum, one) => sum + millicores(one.cpu), 0);
  const memory = kept.reduce((sum, one) => sum + bytes(one.memory) / mebi, 0);
  return `cpu=${cpu}m,memory=${memory}Mi`;
}
