import { type Case, type Kind, open, right, strings, wrong } from '../kinds/kind.ts';
import { meshAddresses, sources } from '../kinds/networks.ts';
import { ports, positives } from '../kinds/numbers.ts';
import { machineNames } from '../kinds/owner.ts';
import { cpus, disks, memories } from '../kinds/quantities.ts';
import { reasons } from '../kinds/text.ts';
import { ofPlatform, type Scope } from '../scene.ts';
import type { Draft } from '../village.ts';

const lab = (draft: Draft) => draft.machines[1] as Draft['machines'][number];
const core = (draft: Draft) => draft.machines[0] as Draft['machines'][number];
const judged = ({ verdict }: Case<unknown>) => verdict !== 'open';
const notTooMuch = ({ why, verdict }: Case<unknown>) => verdict !== 'open' && !why?.startsWith('more than');

/** A second lab, whose ports are at its own address. */
const addMachine = (draft: Draft, changes: Readonly<Record<string, unknown>>) => {
  const machine = { ...structuredClone(lab(draft)), name: 'lab-2', mesh: '10.77.0.3', ...changes };
  for (const port of machine.ports) if (port.address === lab(draft).mesh) port.address = machine.mesh as never;
  draft.machines.push(machine as never);
  (draft.owner.machines as Record<string, unknown>)['lab-2'] = {
    ipv4: '198.51.100.21',
    serviceName: 'vps-00000003.vps.ovh.net',
    wireguardKey: Buffer.alloc(32, 3).toString('base64'),
  };
};

const tierLists: Kind<readonly string[]> = {
  name: 'tiers',
  cases: [
    ...right<readonly string[]>(['dev'], ['dev', 'platform']),
    ...wrong<readonly string[]>('no such tier', ['Dev'], ['staging'], ['']),
    ...open<readonly string[]>([], ['dev', 'dev'], ['prod'], ['prod', 'dev']),
  ],
};

/** Machines: what they are, what they keep for themselves, what is open on them. */
export const machineScopes: readonly Scope[] = [
  ofPlatform('machine.name', machineNames, (draft, name) => addMachine(draft, { name }), {
    place: 'machine',
    fits: ({ verdict }) => verdict !== 'right',
  }),
  ofPlatform(
    'machine.role',
    strings('role', ['agent'], ['server', '', 'Agent']),
    (draft, role) => addMachine(draft, { role }),
    { place: 'role' },
  ),
  ofPlatform(
    'machine.fromPhase',
    { name: 'phase', cases: [...right(1, 2, 3), ...wrong('no phase', 0, 4, 1.5, Number.NaN)] },
    (draft, fromPhase) => addMachine(draft, { fromPhase }),
    { place: 'fromPhase' },
  ),
  ofPlatform('machine.tiers', tierLists, (draft, tiers) => addMachine(draft, { tiers }), { place: 'tier' }),
  ofPlatform('machine.cores', positives, (draft, cores) => addMachine(draft, { cores }), {
    place: 'cores',
    fits: ({ verdict }) => verdict === 'wrong',
  }),
  ofPlatform('machine.memory', memories, (draft, memory) => addMachine(draft, { memory }), {
    place: 'memory',
    fits: (one) => notTooMuch(one) && one.verdict === 'wrong',
  }),
  ofPlatform('machine.disk', disks, (draft, disk) => addMachine(draft, { disk }), {
    place: 'disk',
    fits: (one) => notTooMuch(one) && one.verdict === 'wrong',
  }),
  ofPlatform('machine.mesh', meshAddresses, (draft, mesh) => addMachine(draft, { mesh }), { place: 'mesh' }),
  ofPlatform(
    'machine.ingress',
    { name: 'flag', cases: wrong('nothing would answer on 80 and 443', false) },
    (draft, ingress) => {
      core(draft).ingress = ingress;
    },
    { place: 'ingress' },
  ),
  ofPlatform(
    'machine.reserved.cpu',
    cpus,
    (draft, cpu) => {
      lab(draft).reserved = [{ name: 'system', cpu: cpu as never, memory: '1Gi', disk: '1Gi' }];
    },
    { place: ['reserved', 'loft'], fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.reserved.memory',
    memories,
    (draft, memory) => {
      lab(draft).reserved = [{ name: 'system', cpu: '100m', memory: memory as never, disk: '1Gi' }];
    },
    { place: ['reserved', 'loft'], fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.reserved.disk',
    disks,
    (draft, disk) => {
      lab(draft).reserved = [{ name: 'system', cpu: '100m', memory: '1Gi', disk: disk as never }];
    },
    { place: ['reserved', 'loft'], fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.reserved.name',
    reasons,
    (draft, name) => {
      lab(draft).reserved = [{ name, cpu: '100m', memory: '1Gi', disk: '1Gi' }];
    },
    { place: 'reserved', fits: ({ verdict }) => verdict === 'open', phases: [2, 3] },
  ),
  ofPlatform(
    'machine.ports.port',
    ports,
    (draft, port) => {
      lab(draft).ports.push({ port, protocol: 'tcp', owner: 'x' });
    },
    { place: 'port', fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.ports.protocol',
    strings('protocol', ['tcp', 'udp'], ['', 'TCP', 'sctp']),
    (draft, protocol) => {
      lab(draft).ports.push({ port: 7000, protocol: protocol as never, owner: 'x' });
    },
    { place: 'protocol', phases: [2, 3] },
  ),
  ofPlatform(
    'machine.ports.address',
    meshAddresses,
    (draft, address) => {
      lab(draft).ports.push({ port: 7000, protocol: 'tcp', owner: 'x', address: address as never });
    },
    { place: 'address', fits: ({ why }) => why !== undefined, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.ports.from',
    sources,
    (draft, from) => {
      lab(draft).ports.push({ port: 7000, protocol: 'tcp', owner: 'x', address: '10.77.0.2', from: [from as never] });
    },
    { place: 'from', phases: [2, 3] },
  ),
  ofPlatform(
    'machine.ports twice',
    { name: 'port', cases: wrong('one port of a machine has one owner', 22, 443) },
    (draft, port) => {
      core(draft).ports.push({ port, protocol: 'tcp', owner: 'x' });
    },
    { place: 'port' },
  ),
  ofPlatform(
    'machine.order.planCode',
    strings('plan', ['vps-2027-model4'], ['', ' ', 'undefined', 'a b']),
    (draft, planCode) => order(draft, { planCode }),
    { place: 'order' },
  ),
  ofPlatform(
    'machine.order.datacenter',
    strings('datacenter', ['GRA', 'RBX'], ['', ' ', 'gra', 'Paris']),
    (draft, datacenter) => order(draft, { datacenter }),
    { place: 'order' },
  ),
  ofPlatform('machine.order.os', strings('system', ['Debian 12'], ['', ' ']), (draft, os) => order(draft, { os }), {
    place: 'order',
  }),
];

/** A machine that is only in the model is ordered. */
function order(draft: Draft, changes: Readonly<Record<string, unknown>>): void {
  const reason = 'the lab needs a second machine';
  addMachine(draft, { order: { ...structuredClone(lab(draft).order), reason, ...changes } });
  delete (draft.owner.machines as Record<string, unknown>)['lab-2'];
}
