import { hosts } from '../kinds/hosts.ts';
import { type Case, type Kind, open, right, wrong } from '../kinds/kind.ts';
import { freeNetworks, meshAddresses, sources } from '../kinds/networks.ts';
import { keepalives, mtus, ports, positives } from '../kinds/numbers.ts';
import { machineNames, models, platformNames, projects } from '../kinds/owner.ts';
import { cpus, disks, memories } from '../kinds/quantities.ts';
import { reasons } from '../kinds/text.ts';
import { ofPlatform, type Scope } from '../scene.ts';
import type { Draft } from '../village.ts';

const lab = (draft: Draft) => draft.machines[1] as Draft['machines'][number];
const core = (draft: Draft) => draft.machines[0] as Draft['machines'][number];
const judged = ({ verdict }: Case<unknown>) => verdict !== 'open';
const notTooMuch = ({ why, verdict }: Case<unknown>) => verdict !== 'open' && !why?.startsWith('more than');
const strings = (name: string, allowed: readonly string[], refused: readonly string[]): Kind<string> => ({
  name,
  cases: [...right(...allowed), ...wrong(`no ${name}`, ...refused)],
});

const addMachine = (draft: Draft, changes: Readonly<Record<string, unknown>>) => {
  draft.machines.push({ ...structuredClone(lab(draft)), name: 'lab-2', mesh: '10.8.0.3', ...changes } as never);
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
    ...wrong<readonly string[]>('nothing of prod and dev on one machine', ['prod', 'dev']),
    ...open<readonly string[]>([], ['dev', 'dev'], ['prod']),
  ],
};

const flags: Kind<boolean> = { name: 'flag', cases: open(true, false) };

/** What we own: machines, network, hosts and switches of the whole platform. */
export const platformScopes: readonly Scope[] = [
  ofPlatform(
    'platform.name',
    platformNames,
    (draft, name) => {
      draft.name = name;
    },
    { place: 'name' },
  ),
  ofPlatform(
    'platform.phase',
    { name: 'phase', cases: [...right(1, 2, 3), ...wrong('no phase', 0, 4, 1.5, -1, Number.NaN)] },
    (draft, phase) => {
      draft.phase = phase as never;
    },
    { place: 'phase' },
  ),
  ofPlatform(
    'platform.gitops',
    strings('engine', ['flux', 'argocd'], ['', 'Flux', 'fleet']),
    (draft, gitops) => {
      draft.gitops = gitops as never;
    },
    { place: 'gitops' },
  ),
  ofPlatform(
    'platform.forge',
    strings('forge', ['gitlab.com'], ['', 'github.com', 'Gitlab.com']),
    (draft, forge) => {
      draft.forge = forge as never;
    },
    { place: 'forge' },
  ),
  ofPlatform(
    'platform.forgeHost',
    hosts,
    (draft, host) => {
      draft.forgeHost = host as never;
    },
    { place: 'forge' },
  ),
  ofPlatform('platform.mirrored', projects, (draft, project) => {
    draft.mirrored = [project];
  }),
  ofPlatform('platform.published', projects, (draft, project) => {
    draft.published = [project];
  }),
  ofPlatform(
    'platform.mirrored twice',
    { name: 'list', cases: wrong<readonly string[]>('a project once', ['a', 'a']) },
    (draft, list) => {
      draft.mirrored = [...list];
    },
    { place: 'mirrored' },
  ),
  ofPlatform(
    'platform.models.chat',
    models,
    (draft, model) => {
      draft.models.chat = [model as never];
    },
    { phases: [2, 3], place: 'models' },
  ),
  ofPlatform(
    'platform.models.embedding',
    models,
    (draft, model) => {
      draft.models.embedding = model as never;
    },
    { phases: [2, 3], place: 'models' },
  ),
  ofPlatform('platform.storage', strings('storage', ['local-path'], ['', 'ceph', 'Local-Path']), (draft, storage) => {
    draft.storage = storage as never;
  }),
  ofPlatform(
    'platform.storageReplicas',
    positives,
    (draft, count) => {
      draft.storage = 'longhorn';
      draft.storageReplicas = count;
    },
    { fits: ({ verdict }) => verdict === 'wrong', phases: [3] },
  ),
  ofPlatform(
    'platform.trivy',
    flags,
    (draft, flag) => {
      draft.trivy = flag;
    },
    { phases: [2, 3] },
  ),
  ofPlatform('platform.logs', flags, (draft, flag) => {
    draft.logs = flag;
  }),
  ofPlatform('platform.crowdsec.bouncer', flags, (draft, flag) => {
    draft.crowdsec.bouncer = flag;
  }),
  ofPlatform(
    'platform.crowdsec.port',
    ports,
    (draft, port) => {
      draft.crowdsec.port = port;
      for (const open of core(draft).ports) if (open.owner === 'CrowdSec') open.port = port;
    },
    { place: 'crowdsec', fits: judged },
  ),
  ofPlatform(
    'platform.crowdsec.machine',
    strings('machine', ['core-prod'], ['', 'x', 'ai-lab']),
    (draft, name) => {
      draft.crowdsec.machine = name;
    },
    { place: 'crowdsec' },
  ),
  ofPlatform(
    'platform.mail.host',
    hosts,
    (draft, host) => {
      draft.mail.host = host as never;
    },
    { place: 'mail' },
  ),
  ofPlatform(
    'platform.mail.machine',
    strings('machine', ['core-prod'], ['', 'x', 'Core-Prod']),
    (draft, name) => {
      draft.mail.machine = name;
    },
    { place: 'mail' },
  ),
  ofPlatform(
    'platform.mail.webPort',
    ports,
    (draft, port) => {
      draft.mail.webPort = port;
    },
    { place: 'mail', fits: judged },
  ),
  ofPlatform(
    'platform.mail.submissionPort',
    ports,
    (draft, port) => {
      draft.mail.submissionPort = port;
    },
    { place: 'mail', fits: judged },
  ),
  ofPlatform(
    'platform.portals',
    hosts,
    (draft, host) => {
      draft.portals = ['auth.uyoop.fr', 'auth.cjenti.com', host as never];
    },
    { place: 'portal', fits: ({ verdict, value }) => verdict !== 'right' || value === '1.uyoop.fr' },
  ),
  ofPlatform(
    'platform.portals',
    {
      name: 'portals',
      cases: [
        ...wrong<readonly string[]>('nobody could log in', []),
        ...wrong<readonly string[]>('a portal once', ['auth.uyoop.fr', 'auth.cjenti.com', 'auth.uyoop.fr']),
        ...wrong<readonly string[]>('two portals for one cookie domain', [
          'auth.uyoop.fr',
          'auth.cjenti.com',
          'login.uyoop.fr',
        ]),
        ...wrong<readonly string[]>('a host of another service', ['blog.uyoop.fr', 'auth.cjenti.com']),
      ],
    },
    (draft, portals) => {
      draft.portals = [...portals] as never;
    },
    { place: 'portal' },
  ),
  ofPlatform(
    'platform.network.mesh',
    freeNetworks,
    (draft, mesh) => {
      draft.network.mesh = mesh as never;
      moveMesh(draft, mesh);
    },
    {
      fits: ({ value, why }) =>
        !why?.startsWith('it overlaps') &&
        !value.startsWith('172') &&
        value !== '10.60.0.0/14' &&
        value !== '192.168.128.0/17',
      place: 'mesh',
    },
  ),
  ofPlatform(
    'platform.network.mesh of /16',
    { name: 'network', cases: right('10.8.0.0/16', '10.8.0.0/22', '10.8.0.0/25') },
    (draft, mesh) => {
      draft.network.mesh = mesh as never;
    },
    { place: 'mesh' },
  ),
  ofPlatform(
    'platform.network.mesh over pods',
    { name: 'network', cases: wrong('it overlaps another network of ours', '10.0.0.0/8', '10.8.0.0/9') },
    (draft, mesh) => {
      draft.network.mesh = mesh as never;
    },
    { place: 'overlap' },
  ),
  ofPlatform(
    'platform.network.pods',
    freeNetworks,
    (draft, pods) => {
      draft.network.pods = pods as never;
    },
    { place: 'pods' },
  ),
  ofPlatform(
    'platform.network.services',
    freeNetworks,
    (draft, services) => {
      draft.network.services = services as never;
    },
    { place: 'services' },
  ),
  ofPlatform(
    'platform.network.docker',
    freeNetworks,
    (draft, docker) => {
      draft.network.docker = docker as never;
    },
    { place: 'docker' },
  ),
  ofPlatform(
    'platform.network.wireguardPort',
    ports,
    (draft, port) => {
      draft.network.wireguardPort = port;
    },
    { place: 'wireguardPort', fits: ({ verdict }) => verdict === 'wrong' },
  ),
  ofPlatform(
    'platform.network.mtu',
    mtus,
    (draft, mtu) => {
      draft.network.mtu = mtu;
    },
    { place: 'mtu' },
  ),
  ofPlatform(
    'platform.network.keepaliveSeconds',
    keepalives,
    (draft, seconds) => {
      draft.network.keepaliveSeconds = seconds;
    },
    { place: 'keepalive' },
  ),

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
    { place: 'reserved', fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.reserved.memory',
    memories,
    (draft, memory) => {
      lab(draft).reserved = [{ name: 'system', cpu: '100m', memory: memory as never, disk: '1Gi' }];
    },
    { place: 'reserved', fits: judged, phases: [2, 3] },
  ),
  ofPlatform(
    'machine.reserved.disk',
    disks,
    (draft, disk) => {
      lab(draft).reserved = [{ name: 'system', cpu: '100m', memory: '1Gi', disk: disk as never }];
    },
    { place: 'reserved', fits: judged, phases: [2, 3] },
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
      lab(draft).ports.push({ port: 7000, protocol: 'tcp', owner: 'x', address: '10.8.0.2', from: [from as never] });
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
    strings('datacenter', ['GRA', 'SBG'], ['', ' ', 'gra', 'Paris']),
    (draft, datacenter) => order(draft, { datacenter }),
    { place: 'order' },
  ),
  ofPlatform('machine.order.os', strings('system', ['Debian 12'], ['', ' ']), (draft, os) => order(draft, { os }), {
    place: 'order',
  }),
  ofPlatform(
    'zones.mail',
    flags,
    (draft, mail) => {
      (draft.zones as Record<string, { mail: boolean }>)['uyoop.com'] = { mail };
    },
    { place: 'zone' },
  ),
];

/** A machine that is only in the model is ordered. */
function order(draft: Draft, changes: Readonly<Record<string, unknown>>): void {
  addMachine(draft, { order: { ...structuredClone(lab(draft).order), ...changes } });
  delete (draft.owner.machines as Record<string, unknown>)['lab-2'];
}

/** Gives each machine an address in another mesh, where that is one. */
function moveMesh(draft: Draft, mesh: string): void {
  const [a, b] = mesh.split('.');
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(mesh)) return;
  const moved = (text: string) => text.replace(/^10\.8\.0\.(\d+)/, `${a}.${b}.0.$1`).replace(/^10\.8\.0\.0\/24$/, mesh);
  for (const machine of draft.machines) {
    machine.mesh = moved(machine.mesh) as never;
    for (const port of machine.ports) {
      if (port.address) port.address = moved(port.address) as never;
      if (port.from) port.from = port.from.map((from) => moved(from) as never);
    }
  }
}
