import type { Host, Machine, MachineState, Owner, Platform } from '../../platform/types.ts';

/**
 * A platform of the tests' own, in which nothing is the owner's: what the engine, the blocks and the services are tested on.
 * It never follows an edit of `platform/`.
 */
const mesh = '10.77.0.0/24';
const pods = '10.52.0.0/16';
const readers = [pods, '10.77.0.1/32'] as const;

/** What the server keeps beside the cluster's volumes. */
export const states: readonly MachineState[] = [
  { name: 'datastore', of: 'K3s', paths: ['/copies/state.db'], dump: 'copy', size: '1Gi', backup: 'hourly' },
  { name: 'mails', of: 'Mailcow', paths: ['/mails'], size: '9Gi', backup: 'hourly' },
  { name: 'spool', of: 'Mailcow', paths: ['/spool'], size: '1Gi', backup: { none: 'senders try again for days' } },
];

/** The server of `prod`, with mail beside it. */
export const quay: Machine = {
  name: 'quay',
  role: 'server',
  fromPhase: 1,
  tiers: ['prod', 'platform'],
  cores: 8,
  memory: '24Gi',
  disk: '200Gi',
  mesh: '10.77.0.1',
  ingress: true,
  reserved: [{ name: 'system', systems: ['K3s'], states, cpu: '500m', memory: '2Gi', disk: '25Gi' }],
  ports: [
    { port: 22, protocol: 'tcp', owner: 'SSH' },
    { port: 80, protocol: 'tcp', owner: 'Traefik' },
    { port: 443, protocol: 'tcp', owner: 'Traefik' },
    { port: 51820, protocol: 'udp', owner: 'WireGuard' },
    { port: 8472, protocol: 'udp', owner: 'flannel', address: '10.77.0.1', from: [mesh] },
    { port: 25, protocol: 'tcp', owner: 'Mailcow' },
    { port: 587, protocol: 'tcp', owner: 'Mailcow' },
    { port: 993, protocol: 'tcp', owner: 'Mailcow' },
    { port: 8444, protocol: 'tcp', owner: 'Mailcow', address: '10.77.0.1' },
    { port: 6443, protocol: 'tcp', owner: 'K3s', address: '10.77.0.1' },
    { port: 10250, protocol: 'tcp', owner: 'kubelet', address: '10.77.0.1' },
    { port: 9100, protocol: 'tcp', owner: 'node-exporter', address: '10.77.0.1', from: readers },
    { port: 9180, protocol: 'tcp', owner: 'cAdvisor', address: '10.77.0.1', from: readers },
    { port: 6060, protocol: 'tcp', owner: 'CrowdSec metrics', address: '10.77.0.1', from: readers },
    { port: 8088, protocol: 'tcp', owner: 'CrowdSec', address: '10.77.0.1', from: [mesh, pods] },
  ],
  order: { planCode: 'vps-large', datacenter: 'GRA', os: 'Debian 12', options: ['option-linux', 'option-backup'] },
};

/** The agent of `dev`, from phase 2 on. */
export const loft: Machine = {
  name: 'loft',
  role: 'agent',
  fromPhase: 2,
  tiers: ['dev'],
  cores: 6,
  memory: '12Gi',
  disk: '100Gi',
  mesh: '10.77.0.2',
  ingress: false,
  reserved: [{ name: 'system', cpu: '500m', memory: '1Gi', disk: '20Gi' }],
  ports: [
    { port: 22, protocol: 'tcp', owner: 'SSH' },
    { port: 51820, protocol: 'udp', owner: 'WireGuard' },
    { port: 8472, protocol: 'udp', owner: 'flannel', address: '10.77.0.2', from: [mesh] },
    { port: 10250, protocol: 'tcp', owner: 'kubelet', address: '10.77.0.2' },
    { port: 9100, protocol: 'tcp', owner: 'node-exporter', address: '10.77.0.2', from: readers },
  ],
  order: { planCode: 'vps-small', datacenter: 'GRA', os: 'Debian 12', options: ['option-linux'] },
};

const owner: Owner = {
  machines: {
    quay: {
      ipv4: '192.0.2.77',
      ipv6: '2001:db8::77',
      serviceName: 'vps-quay0001.vps.ovh.net',
      wireguardKey: 'cXVheSBxdWF5IHF1YXkgcXVheSBxdWF5IHF1YXkuLi4=',
    },
    loft: {
      ipv4: '198.51.100.77',
      serviceName: 'vps-loft0001.vps.ovh.net',
      wireguardKey: 'bG9mdCBsb2Z0IGxvZnQgbG9mdCBsb2Z0IGxvZnQuLi4=',
    },
  },
  ovh: { cloudProject: '0123456789abcdef0123456789abcdef', subsidiary: 'FR' },
  repository: {
    url: 'https://gitlab.com/harbour/model.git',
    branch: 'main',
    group: 'harbour',
    gitlabProject: '4711',
    gitlabGroup: '4712',
    private: true,
  },
  github: 'harbour-mirror',
  acmeMail: 'acme@elsewhere.example',
  alertMail: 'alerts@elsewhere.example',
  postmaster: 'anna@lantern.example',
};

export const fixture: Platform = {
  name: 'harbour',
  phase: 3,
  gitops: 'flux',
  forge: 'gitlab.com',
  forgeHost: host('git.harbour.example'),
  mirrored: ['model'],
  published: ['portfolio'],
  models: { chat: ['parrot:1b'], embedding: 'gull:v1' },
  storage: 'local-path',
  storageReplicas: 2,
  velero: false,
  trivy: false,
  logs: true,
  machines: [quay, loft],
  zones: {
    'harbour.example': { mail: true, dkim: 'PLACEHOLDER+harbour' },
    'harbour.test': { mail: false },
    'lantern.example': { mail: true, dkim: 'PLACEHOLDER+lantern' },
    'lantern.test': { mail: true, dkim: 'PLACEHOLDER+lantern+test' },
  },
  network: {
    mesh,
    pods,
    services: '10.53.0.0/16',
    docker: '172.29.1.0/24',
    wireguardPort: 51820,
    mtu: 1420,
    keepaliveSeconds: 25,
  },
  mail: {
    host: host('mail.lantern.example'),
    machine: 'quay',
    webPort: 8444,
    submissionPort: 587,
    mtaSts: { mode: 'testing', maxAgeSeconds: 3600 },
    archiveAfterDays: 60,
  },
  crowdsec: { machine: 'quay', port: 8088, bouncer: true },
  portals: [host('auth.harbour.example'), host('auth.lantern.example')],
  // The cast is for an owner's further bucket, which is none of these.
  buckets: {
    drive: { purpose: 'files', region: 'GRA', access: 'read-write', backup: 'daily' },
    'mail-archive': { purpose: 'old mails', region: 'GRA', access: 'read-write', backup: 'weekly' },
    ci: {
      purpose: 'artifacts',
      region: 'GRA',
      access: 'read-write',
      expireDays: 90,
      reason: 'the next pipeline makes them again',
      backup: { none: 'the next pipeline makes them again' },
    },
    backup: { purpose: 'restic', region: 'SBG', access: 'append', lockDays: 35 },
  } as Platform['buckets'],
  backups: {
    hourly: { schedule: '17 * * * *', maximumAgeHours: 3, keep: { daily: 7, weekly: 4, monthly: 6 }, lockDays: 14 },
    daily: { schedule: '30 2 * * *', maximumAgeHours: 30, keep: { daily: 14, weekly: 5, monthly: 12 }, lockDays: 30 },
    weekly: { schedule: '30 4 * * 0', maximumAgeHours: 192, keep: { daily: 0, weekly: 8, monthly: 6 }, lockDays: 35 },
  },
  owner,
};

/** A public name of the fixture: types know the owner's zones alone. */
export function host(name: string): Host {
  return name as Host;
}
