/** A system that the platform is to have. */
export interface System {
  readonly purpose: string;
  /** The file that keeps it, where neither a service, a stack nor a machine does. */
  readonly file?: string;
}

/**
 * Every system that the platform is to have, in the order of the plan. Services, stacks and machines say which of them they
 * are; `dist/report/systems.md` shows where each runs, and which are not there yet.
 */
export const systems = {
  'OVH VPS': { purpose: 'the machines, adopted or ordered' },
  'OVH Object Storage': { purpose: 'drive, mail archive, CI artifacts, backups with Object Lock' },
  'OVH DNS': { purpose: 'web, mail, CAA and DNSSEC of our zones' },
  'Debian hardening': { purpose: 'first provisioning and security of the machines' },
  UFW: { purpose: 'the perimeter of each machine' },
  CrowdSec: { purpose: 'who is banned, at each machine and at Traefik' },
  WireGuard: { purpose: 'the mesh between machines' },
  K3s: { purpose: 'orchestration on one machine or several' },
  'local-path or Longhorn': { purpose: 'volumes on one machine, or on several at once' },
  Traefik: { purpose: 'the one way in for the web' },
  'cert-manager': { purpose: "certificates of Let's Encrypt" },
  'Flux or Argo CD': { purpose: 'pulls dist/ into the cluster' },
  Renovate: { purpose: 'new versions of images, charts and libraries', file: 'renovate.json' },
  Mailcow: { purpose: 'mail: Postfix, Dovecot, SOGo' },
  Nextcloud: { purpose: 'files, calendar, contacts' },
  Ghost: { purpose: 'showcase site and courses' },
  Mautic: { purpose: 'marketing automation' },
  Dolibarr: { purpose: 'ERP and CRM' },
  Authelia: { purpose: 'single sign-on, OpenID Connect, second factor' },
  GitLab: { purpose: 'forge and pipelines, at gitlab.com or here' },
  'GitLab Runner': { purpose: "the pipelines' jobs" },
  'Mirror to CORE-PROD': { purpose: 'our repositories on our own disk' },
  'Mirror to GitHub': { purpose: 'public repositories as a portfolio' },
  SonarQube: { purpose: 'quality gate' },
  Trivy: { purpose: 'vulnerabilities in what already runs' },
  Ollama: { purpose: 'language models of our own' },
  'Open WebUI': { purpose: 'where people talk to them' },
  NetworkPolicies: { purpose: 'default deny, and nothing of dev reaches prod' },
  'Sealed Secrets': { purpose: 'secrets in Git, encrypted' },
  Vault: { purpose: 'secrets at run time: rotation, leases, injection' },
  'restic or Velero': { purpose: 'encrypted backups to the locked bucket' },
  '3-2-1': { purpose: 'snapshots, locked storage, a cold copy' },
  'DRP drill': { purpose: 'a complete restore, twice a year', file: 'dist/hosts/drill.json' },
  'node-exporter': { purpose: 'measures the machines' },
  cAdvisor: { purpose: "measures Docker's containers" },
  Prometheus: { purpose: 'keeps measurements, and alerts' },
  Grafana: { purpose: 'one dashboard for both runtimes' },
  Loki: { purpose: 'logs of journald, pods and Docker' },
} as const satisfies Readonly<Record<string, System>>;

export type SystemName = keyof typeof systems;
