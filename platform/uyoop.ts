import { kept } from './kept.ts';
import { owner, zones } from './owner.ts';
import { prices } from './prices.ts';
import type { SystemName } from './systems.ts';
import type { Cidr, HostPort, Ipv4, Machine, MachineState, Platform } from './types.ts';

/** Every address that the platform has, and how machines find each other. */
const network = {
  mesh: '10.8.0.0/24',
  pods: '10.42.0.0/16',
  services: '10.43.0.0/16',
  docker: '172.22.1.0/24',
  wireguardPort: 51820,
  mtu: 1420,
  keepaliveSeconds: 25,
} as const;
const mesh = { coreProd: '10.8.0.1', aiLab: '10.8.0.2' } as const;

/** Whoever reads metrics: Prometheus's pod, and the mesh address that its packets leave CORE-PROD with. */
const monitoring: readonly Cidr[] = [network.pods, `${mesh.coreProd}/32`];

/** A volume of Mailcow's Compose project, as Docker keeps it. */
const dockerVolume = (name: string): string => `/var/lib/docker/volumes/mailcowdockerized_${name}/_data`;

/** Ports that a machine opens on its mesh address alone: to machines and pods, or to whom `from` names. */
function onMesh(address: Ipv4, ports: readonly Pick<HostPort, 'port' | 'owner' | 'from'>[]): readonly HostPort[] {
  return ports.map(({ port, owner, ...rest }) => ({ port, protocol: 'tcp', owner, address, ...rest }));
}

/** What every machine opens. */
function everyMachine(address: Ipv4): readonly HostPort[] {
  return [
    { port: 22, protocol: 'tcp', owner: 'SSH' },
    { port: network.wireguardPort, protocol: 'udp', owner: 'WireGuard' },
    // Pods of different machines talk in VXLAN, which knows no password: between mesh addresses alone.
    { port: 8472, protocol: 'udp', owner: 'flannel', address, from: [network.mesh] },
    ...onMesh(address, [
      { port: 10250, owner: 'kubelet' },
      { port: 9100, owner: 'node-exporter', from: monitoring },
    ]),
  ];
}

const mail = {
  host: 'mail.cjenti.com',
  machine: 'core-prod',
  webPort: 8443,
  submissionPort: 587,
  mtaSts: { mode: 'testing', maxAgeSeconds: 86400 },
  archiveAfterDays: 90,
} as const;
const crowdsec = { machine: 'core-prod', port: 8080, bouncer: true } as const;

/** K3s, and the storage that it brings. */
const k3s: readonly SystemName[] = ['K3s', 'local-path or Longhorn'];

/** All of the cluster's objects, Secrets among them. The token decrypts what K3s keeps of itself in there. */
const datastore: MachineState = {
  name: 'k3s-datastore',
  of: 'K3s',
  paths: ['/var/backups/k3s/state.db', '/var/lib/rancher/k3s/server/token', '/var/lib/rancher/k3s/server/tls'],
  // A copy of the file beside its write-ahead log may open as nothing.
  dump: 'sqlite3 /var/lib/rancher/k3s/server/db/state.db ".backup /var/backups/k3s/state.db"',
  // Under a running K3s the file would be replaced and not read.
  restore:
    '! systemctl is-active --quiet k3s && rm -f /var/lib/rancher/k3s/server/db/state.db-* && install -D -m 0600 /var/backups/k3s/state.db /var/lib/rancher/k3s/server/db/state.db',
  size: '4Gi',
  backup: 'hourly',
};

const agent: MachineState = {
  name: 'k3s-agent',
  of: 'K3s',
  paths: ['/var/lib/rancher/k3s/agent'],
  size: '8Gi',
  backup: { none: 'an agent that joins again gets its certificates and images anew' },
};

const mailcow = (part: string, size: MachineState['size'], ...folders: readonly string[]): MachineState => ({
  name: `mailcow-${part}`,
  of: 'Mailcow',
  paths: folders,
  size,
  backup: 'hourly',
});

/** Without `crypt`, no mail of `vmail` can be read: both go in one run. @see https://docs.mailcow.email/backup_restore/b_n_r-backup/ */
const mailStates: readonly MachineState[] = [
  mailcow('mails', '45Gi', dockerVolume('vmail-vol-1'), dockerVolume('crypt-vol-1')),
  {
    ...mailcow('databases', '5Gi', '/var/backups/mailcow'),
    dump: 'MAILCOW_BACKUP_LOCATION=/var/backups/mailcow /opt/mailcow-dockerized/helper-scripts/backup_and_restore.sh backup mysql redis rspamd postfix --delete-days 1',
    // It asks which of its backups, and of that which parts.
    byHand:
      'sudo MAILCOW_BACKUP_LOCATION=/var/backups/mailcow /opt/mailcow-dockerized/helper-scripts/backup_and_restore.sh restore, while Mailcow runs: the newest, all parts',
  },
  mailcow(
    'configuration',
    '1Gi',
    '/opt/mailcow-dockerized/mailcow.conf',
    '/opt/mailcow-dockerized/data/conf',
    '/opt/mailcow-dockerized/data/assets/ssl',
  ),
];

const coreProd: Machine = {
  name: 'core-prod',
  role: 'server',
  fromPhase: 1,
  tiers: ['prod', 'platform'],
  cores: 8,
  memory: '24Gi',
  disk: '200Gi',
  mesh: mesh.coreProd,
  ingress: true,
  reserved: [
    { name: 'system and K3s', systems: k3s, states: [datastore], cpu: '500m', memory: '2Gi', disk: '25Gi' },
    {
      name: 'Mailcow (Docker Compose)',
      systems: ['Mailcow'],
      states: mailStates,
      cpu: '1500m',
      memory: '6Gi',
      disk: '60Gi',
    },
  ],
  ports: [
    ...everyMachine(mesh.coreProd),
    { port: 80, protocol: 'tcp', owner: 'Traefik' },
    { port: 443, protocol: 'tcp', owner: 'Traefik' },
    { port: 25, protocol: 'tcp', owner: 'Mailcow' },
    { port: mail.submissionPort, protocol: 'tcp', owner: 'Mailcow' },
    { port: 993, protocol: 'tcp', owner: 'Mailcow' },
    ...onMesh(mesh.coreProd, [
      // Traefik's pod alone, on this very machine: another machine's pods would come from its mesh address.
      { port: mail.webPort, owner: 'Mailcow', from: [network.pods] },
      { port: 6443, owner: 'K3s' },
      { port: 9180, owner: 'cAdvisor', from: monitoring },
      { port: 6060, owner: 'CrowdSec metrics', from: monitoring },
      { port: crowdsec.port, owner: 'CrowdSec', from: [network.mesh, network.pods] },
    ]),
  ],
  order: {
    planCode: 'vps-2027-model4',
    datacenter: 'GRA',
    os: 'Debian 12',
    options: ['option-linux', 'option-storage-local-2027-model4', 'option-auto-backup-2027-1-model4'],
  },
};

const aiLab: Machine = {
  name: 'ai-lab',
  role: 'agent',
  fromPhase: 2,
  tiers: ['dev'],
  cores: 6,
  memory: '12Gi',
  disk: '100Gi',
  mesh: mesh.aiLab,
  ingress: false,
  reserved: [{ name: 'system and K3s', systems: k3s, states: [agent], cpu: '500m', memory: '1Gi', disk: '20Gi' }],
  ports: everyMachine(mesh.aiLab),
  order: {
    planCode: 'vps-2027-model3',
    datacenter: 'GRA',
    os: 'Debian 12',
    options: ['option-linux', 'option-storage-local-2027-model3', 'option-auto-backup-2027-1-model3'],
  },
};

/** The platform on one page. */
export const uyoop: Platform = {
  name: 'uyoop',
  phase: 3,
  gitops: 'flux',
  forge: 'gitlab.com',
  forgeHost: 'git.uyoop.fr',
  mirrored: ['uyoop-platform'],
  published: ['portfolio'],
  // On two gigabytes of weights a 3B model answers without a GPU, and leaves the lab room for builds.
  models: { chat: ['llama3.2:3b'], embedding: 'nomic-embed-text:v1.5' },
  storage: 'local-path',
  storageReplicas: 2,
  velero: false,
  trivy: false,
  logs: true,
  machines: [coreProd, aiLab],
  zones,
  network,
  mail,
  crowdsec,
  portals: ['auth.uyoop.fr', 'auth.cjenti.com'],
  buckets: {
    drive: { purpose: "Nextcloud's primary storage", region: 'GRA', access: 'read-write', backup: 'daily' },
    'mail-archive': { purpose: 'mails older than 90 days', region: 'GRA', access: 'read-write', backup: 'daily' },
    ci: {
      purpose: 'CI artifacts and cache',
      region: 'GRA',
      access: 'read-write',
      expireDays: 90,
      reason: 'the next pipeline makes them again',
      backup: { none: 'the next pipeline makes them again' },
    },
    backup: { purpose: 'restic repositories', region: 'SBG', access: 'append', lockDays: 35 },
  },
  backups: {
    hourly: {
      schedule: '17 * * * *',
      maximumAgeHours: 3,
      keep: { daily: 7, weekly: 4, monthly: 6 },
      lockDays: 14,
    },
    daily: {
      schedule: '30 2 * * *',
      maximumAgeHours: 30,
      keep: { daily: 14, weekly: 5, monthly: 12 },
      lockDays: 30,
    },
    weekly: {
      schedule: '30 4 * * 0',
      maximumAgeHours: 192,
      keep: { daily: 0, weekly: 8, monthly: 6 },
      lockDays: 35,
    },
  },
  kept,
  prices,
  owner,
};
