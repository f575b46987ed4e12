import { cidr } from '../../../platform/values/addresses.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { projects } from '../kinds/forge.ts';
import { hosts } from '../kinds/hosts.ts';
import { type Case, type Kind, open, right, strings, wrong } from '../kinds/kind.ts';
import { freeNetworks } from '../kinds/networks.ts';
import { keepalives, mtus, ports, positives } from '../kinds/numbers.ts';
import { models, platformNames } from '../kinds/owner.ts';
import { ofPlatform, type Scope } from '../scene.ts';
import type { Draft } from '../village.ts';

const core = (draft: Draft) => draft.machines[0] as Draft['machines'][number];
const judged = ({ verdict }: Case<unknown>) => verdict !== 'open';
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
    strings('machine', ['quay'], ['', 'x', 'loft']),
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
    strings('machine', ['quay'], ['', 'x', 'Quay']),
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
    // A third one is right where its zone has none yet, so that nobody says so beforehand.
    'platform.portals',
    { ...hosts, draw: (dice) => ({ value: hosts.draw?.(dice).value ?? '', verdict: 'open' }) },
    (draft, host) => {
      draft.portals = ['auth.harbour.example', 'auth.lantern.example', host] as never;
    },
    { place: 'portal', fits: ({ verdict }) => verdict !== 'right' },
  ),
  ofPlatform(
    'platform.portals',
    {
      name: 'portals',
      cases: [
        ...wrong<readonly string[]>('nobody could log in', []),
        ...wrong<readonly string[]>('a portal once', [
          'auth.harbour.example',
          'auth.lantern.example',
          'auth.harbour.example',
        ]),
        ...wrong<readonly string[]>('two portals for one cookie domain', [
          'auth.harbour.example',
          'auth.lantern.example',
          'login.harbour.example',
        ]),
        ...wrong<readonly string[]>('a host of another service', ['grafana.harbour.example', 'auth.lantern.example']),
      ],
    },
    (draft, portals) => {
      draft.portals = [...portals] as never;
    },
    { place: ['portal', 'grafana'] },
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
    { name: 'network', cases: right('10.77.0.0/16', '10.77.0.0/22', '10.77.0.0/25') },
    (draft, mesh) => {
      draft.network.mesh = mesh as never;
    },
    { place: 'mesh' },
  ),
  ofPlatform(
    'platform.network.mesh over pods',
    { name: 'network', cases: wrong('it overlaps another network of ours', '10.0.0.0/8', '10.0.0.0/9') },
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
  ofPlatform(
    'zones.mail',
    flags,
    (draft, mail) => {
      (draft.zones as Record<string, { mail: boolean }>)['harbour.test'] = { mail };
    },
    { place: 'zone' },
  ),
];

/** Gives each machine an address in another mesh, where that is one. */
function moveMesh(draft: Draft, mesh: string): void {
  const [a, b] = mesh.split('.');
  // What hangs on a network that is none stays where it was, so that one fact is wrong.
  if (problemWith(cidr, mesh) !== undefined) return;
  const moved = (text: string) =>
    text.replace(/^10\.77\.0\.(\d+)/, `${a}.${b}.0.$1`).replace(/^10\.77\.0\.0\/24$/, mesh);
  for (const machine of draft.machines) {
    machine.mesh = moved(machine.mesh) as never;
    for (const port of machine.ports) {
      if (port.address) port.address = moved(port.address) as never;
      if (port.from) port.from = port.from.map((from) => moved(from) as never);
    }
  }
}
