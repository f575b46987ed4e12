import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import { PlatformApp } from '../../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../../constructs/facts/sealed-store.ts';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import type { Endpoint } from '../../../constructs/network/endpoint.ts';
import { OutsideStates } from '../../../constructs/outside/states.ts';
import type { PodProps } from '../../../constructs/pod/pod-props.ts';
import type { Workload, WorkloadProps } from '../../../constructs/pod/workload.ts';
import { random } from '../../../constructs/secret/secret.ts';
import { Service } from '../../../constructs/service/service.ts';
import { MariaDb } from '../../../constructs/state/mariadb.ts';
import { type Access, forwardAuth } from '../../../constructs/web/access.ts';
import type { ExposureProps } from '../../../constructs/web/exposure.ts';
import type { HostPort, Machine, Platform } from '../../../platform/types.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import type { MachineContract } from '../../../synth/model/machine-contract.ts';
import type { Model, TerraformStackJson } from '../../../synth/model/model.ts';
import { reference } from '../../stacks/scratch.ts';
import { contractsOf } from '../../support/contracts.ts';
import type { Fields } from '../../support/manifests.ts';
import { fixture, host, loft, quay, states } from '../../support/platform.ts';

/** A public key whose private half was thrown away. */
const dkim =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDGDmTnwBrNgUL/CUoHSevaKPNTvYNd2ZStkMMPoCRmo3/Hmmrwr3qsPwmU2V+lpE1XoYTU0RSbyWMT4fxfEZI8btwTT+5PwHZDvsc9kCuxolAEMKhrGSQXUt6YpBF14LPJovwVue2i/RllYa+IdszPZbP3kfHDuJHHqsAlkv9u+QIDAQAB';

/** What every machine opens. */
const everyMachine: readonly HostPort[] = [
  { port: 22, protocol: 'tcp', owner: 'SSH' },
  { port: 51820, protocol: 'udp', owner: 'WireGuard' },
  { port: 8472, protocol: 'udp', owner: 'flannel', from: ['10.8.0.0/24'] },
  { port: 10250, protocol: 'tcp', owner: 'kubelet', from: ['10.8.0.0/24', '10.42.0.0/16'] },
];

/** Two machines of the tests' own, with little room: phase 2, where secrets are sealed. */
export const platform: Platform = {
  ...fixture,
  name: 'scratch',
  phase: 2,
  gitops: 'flux',
  machines: [
    {
      ...quay,
      name: 'core-prod',
      tiers: ['prod', 'platform'],
      cores: 4,
      memory: '8Gi',
      disk: '50Gi',
      mesh: '10.8.0.1',
      reserved: [{ name: 'system', states, cpu: '500m', memory: '1Gi', disk: '10Gi' }],
      ports: [
        ...everyMachine,
        { port: 443, protocol: 'tcp', owner: 'Traefik' },
        { port: 6443, protocol: 'tcp', owner: 'K3s', address: '10.8.0.1' },
        { port: 8080, protocol: 'tcp', owner: 'CrowdSec', address: '10.8.0.1' },
      ],
    },
    {
      ...loft,
      name: 'ai-lab',
      tiers: ['dev'],
      cores: 2,
      memory: '4Gi',
      disk: '20Gi',
      mesh: '10.8.0.2',
      reserved: [],
      ports: everyMachine,
    },
  ],
  zones: {
    'uyoop.fr': { mail: true, dkim },
    'uyoop.com': { mail: false },
    'cjenti.com': { mail: true, dkim },
    'cjenti.fr': { mail: false },
  },
  network: {
    ...fixture.network,
    mesh: '10.8.0.0/24',
    pods: '10.42.0.0/16',
    services: '10.43.0.0/16',
    docker: '172.22.1.0/24',
  },
  portals: [host('auth.uyoop.fr')],
  forgeHost: host('git.uyoop.fr'),
  mail: { ...fixture.mail, host: host('mail.cjenti.com'), machine: 'core-prod', webPort: 8443, submissionPort: 587 },
  crowdsec: { machine: 'core-prod', port: 8080, bouncer: true },
  owner: {
    ...fixture.owner,
    postmaster: 'owner@cjenti.com',
    machines: {
      'core-prod': {
        ipv4: '192.0.2.10',
        serviceName: 'vps-c0re0001.vps.ovh.net',
        wireguardKey: 'Y29yZSBjb3JlIGNvcmUgY29yZSBjb3JlIGNvcmUuLi4=',
      },
      'ai-lab': {
        ipv4: '198.51.100.20',
        serviceName: 'vps-1ab00001.vps.ovh.net',
        wireguardKey: 'bGFiIGxhYiBsYWIgbGFiIGxhYiBsYWIgbGFiIGxhYi4=',
      },
    },
  },
};

/** The owner with facts of which none is a placeholder. */
export const realOwner: Platform['owner'] = {
  machines: {
    'core-prod': {
      ipv4: '51.38.7.1',
      ipv6: '2001:41d0::1',
      serviceName: 'vps-1a2b3c4d.vps.ovh.net',
      wireguardKey: 'Y29yZSBjb3JlIGNvcmUgY29yZSBjb3JlIGNvcmUuLi4=',
    },
    'ai-lab': {
      ipv4: '51.38.7.2',
      serviceName: 'vps-5e6f7a8b.vps.ovh.net',
      wireguardKey: 'bGFiIGxhYiBsYWIgbGFiIGxhYiBsYWIgbGFiIGxhYi4=',
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
  github: 'harbour',
  acmeMail: 'acme@harbour.net',
  alertMail: 'alerts@harbour.net',
  postmaster: 'owner@cjenti.com',
};

/** Its two machines. */
export const [core, lab] = platform.machines as [Machine, Machine];

/** Ciphertext for whatever is asked for, the same every time. */
const sealed: SealedStore = new Proxy<SealedStore>(
  {},
  {
    get: (_, home) => ({
      encryptedData: new Proxy<Record<string, string>>(
        {},
        { get: (_, key) => ciphertext(`${String(home)} ${String(key)}`) },
      ),
    }),
  },
);

export function ciphertext(seed: string): string {
  const blocks = Array.from({ length: 9 }, (_, index) => createHash('sha512').update(`${seed} ${index}`).digest());
  return Buffer.concat(blocks).toString('base64');
}

/** A service with one small workload, and short ways to a host and to a job. */
export class Scratch extends Service {
  readonly web: Workload;

  constructor(scope: Construct, id: string, props: Partial<WorkloadProps> = {}) {
    super(scope, id);
    this.web = this.workload('web', {
      image: 'wiki:1.2.3',
      user: 1000,
      ports: { http: 8080 },
      probe: '/health',
      resources: { cpu: '100m', memory: '128Mi' },
      ...props,
    });
  }

  publish(
    host: string,
    access: Access = forwardAuth({ groups: ['users'] }),
    more: Partial<Pick<ExposureProps, 'claimedBy' | 'firstRun'>> = {},
  ): void {
    this.expose(this.web, { host: host as never, access, claimedBy: 'its seed, before it serves', ...more });
  }

  job(id: string, props: Partial<PodProps> = {}): void {
    this.scheduled(id, {
      image: 'wiki:1.2.3',
      user: 1000,
      resources: { cpu: '10m', memory: '32Mi' },
      schedule: '0 3 * * *',
      ...props,
    });
  }
}

/** A wiki with a database, behind Authelia. */
export class Wiki extends Scratch {
  readonly database: MariaDb;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.database = new MariaDb(this, 'database', { size: '5Gi', backup: 'daily' });
    this.web.reach(this.database);
    this.publish('wiki.uyoop.fr');
  }
}

/** What a test may break. */
export interface Charts {
  readonly prod: NamespaceChart;
  readonly dev: NamespaceChart;
  readonly operators: NamespaceChart;
  readonly security: NamespaceChart;
  readonly wiki: Wiki;
  readonly lab: Scratch;
}

export interface ScratchProps {
  /** Adds something wrong. */
  readonly add?: (charts: Charts) => void;
  readonly platform?: Partial<Platform>;
  /** Makes other stacks of the healthy ones. */
  readonly stacks?: (stacks: readonly TerraformStackJson[]) => readonly TerraformStackJson[];
  /** Makes other contracts of the healthy ones. */
  readonly contracts?: (contracts: readonly MachineContract[]) => readonly MachineContract[];
}

/** A small healthy platform: a wiki with its database, a lab, the portal and an issuer; `add` makes it ill. */
export function scratch(props: ScratchProps = {}): Model {
  const { add, platform: changes, stacks = (healthy) => healthy, contracts = (healthy) => healthy } = props;
  const chosen = { ...platform, ...changes };
  const app = new PlatformApp({ platform: chosen, sealed });
  const operators = new NamespaceChart(app, 'cert-manager', { tier: 'platform', layer: 'operators' });
  new OutsideStates(operators, 'outside');
  issuer(operators);
  const prod = new NamespaceChart(app, 'prod-web', { tier: 'prod' });
  const wiki = new Wiki(prod, 'wiki');
  const dev = new NamespaceChart(app, 'ai-lab', { tier: 'dev' });
  const lab = new Scratch(dev, 'lab');
  lab.job('sweep');
  const security = new NamespaceChart(app, 'security', { tier: 'prod' });
  portal(security);
  add?.({ prod, dev, operators, security, wiki, lab });
  const inventory = takeInventory(app);
  return {
    platform: chosen,
    app,
    inventory,
    inventoryIn: () => inventory,
    documents: documentsOf(app),
    stacks: stacks(healthyStacks(chosen)),
    contracts: contracts(contractsOf(chosen, inventory)),
    refused: [],
  };
}

function issuer(chart: NamespaceChart): void {
  object(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'letsencrypt' },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'acme@example.org',
        privateKeySecretRef: { name: 'letsencrypt-account' },
        solvers: [{ http01: { ingress: { ingressClassName: 'traefik' } } }],
      },
    },
  });
}

function portal(chart: NamespaceChart): void {
  const rules = () =>
    takeInventory(chart.node.root)
      .exposures.filter(({ access }) => access.kind === 'forward-auth')
      .map(({ hosts }) => ({ domain: [...hosts], policy: 'two_factor' }));
  const text = () =>
    `${stringify({ access_control: { default_policy: 'deny', rules: rules() } })}key: {{ secret "/secrets/a" | mindent 2 "|" }}\n`;
  const authelia = new Scratch(chart, 'authelia', {
    ports: { http: 9091 },
    files: { '/config/configuration.yml': text },
  });
  authelia.secret('keys', { session: random() });
  authelia.publish('auth.uyoop.fr', { kind: 'portal' });
}

/** Any Kubernetes object, as wrong as it may be. */
export function object(scope: Construct, manifest: Readonly<Record<string, unknown>>): void {
  new ApiObject(scope, `object-${scope.node.children.length}`, { apiVersion: 'v1', ...manifest } as never);
}

/** The written objects of a model, changed. */
export function rewritten(model: Model, change: (manifest: Model['documents'][number]['manifest']) => void): Model {
  const documents = model.documents.map((document) => {
    const manifest = structuredClone(document.manifest);
    change(manifest);
    return { ...document, manifest };
  });
  return { ...model, documents };
}

export function policy(name: string, namespace: string, spec: object) {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

/** An endpoint by the labels of its pods. */
export function podsCalled(namespace: string, labels: Readonly<Record<string, string>>, port: number): Endpoint {
  return { name: `${namespace}-${port}`, peers: [{ pods: { namespace, labels, guarded: true }, ports: [{ port }] }] };
}

function healthyStacks({ name, zones, mail: { host } }: Platform): readonly TerraformStackJson[] {
  const records = Object.entries(zones).flatMap(([zone, { mail }]) => [
    record(zone, '', 'CAA', '0 issue "letsencrypt.org"'),
    ...(host.endsWith(`.${zone}`) ? [record(zone, host.slice(0, -zone.length - 1), 'A', '192.0.2.10')] : []),
    ...(mail ? mailRecords(zone, host) : []),
  ]);
  const back = { ip: '192.0.2.10/32', ip_reverse: '192.0.2.10', reverse: `${host}.` };
  const backup = {
    service_name: '0'.repeat(32),
    region_name: 'SBG',
    name: `${name}-backup`,
    object_lock: { status: 'enabled', rule: { mode: 'compliance', period: 'P35D' } },
  };
  return [
    {
      name: 'dns',
      json: {
        resource: { ovh_domain_zone_record: Object.fromEntries(records), ovh_ip_reverse: { mail: back } },
        ...guards(Object.keys(zones)),
      },
    },
    { name: 'object-storage', json: { resource: { ovh_cloud_project_storage: { backup } } } },
  ];
}

function mailRecords(zone: string, host: string) {
  return [
    record(zone, '', 'MX', `10 ${host}.`),
    record(zone, '', 'TXT', '"v=spf1 mx -all"'),
    record(zone, 'dkim._domainkey', 'TXT', '"v=DKIM1; k=rsa; p=AAAA"'),
    record(zone, '_dmarc', 'TXT', '"v=DMARC1; p=quarantine"'),
    record(zone, 'autodiscover', 'CNAME', `${host}.`),
    record(zone, 'autoconfig', 'CNAME', `${host}.`),
    record(zone, 'mta-sts', 'CNAME', `${host}.`),
    record(zone, '_mta-sts', 'TXT', '"v=STSv1; id=1;"'),
    record(zone, '_smtp._tls', 'TXT', `"v=TLSRPTv1; rua=mailto:postmaster@${zone}"`),
  ];
}

/** What stops the plan while a zone holds records of somebody else. */
function guards(zones: readonly string[]) {
  const each = (block: (zone: string, id: string) => Readonly<Record<string, unknown>>) =>
    Object.assign({}, ...zones.map((zone) => block(zone, zone.replaceAll('.', '-'))));
  const id = reference('each.value');
  return {
    data: {
      ovh_domain_zone_record: each((zone, name) => ({
        [name]: { zone_name: zone, id, for_each: reference('local.ids') },
      })),
    },
    locals: each((_, name) => ({
      [name]: reference(`[for r in data.ovh_domain_zone_record.${name} : r.id if !(r.ttl == 3600 || false)]`),
    })),
    output: each((_, name) => ({
      [name]: { value: [], precondition: { condition: reference(`length(local.${name}) == 0`), error_message: 'no' } },
    })),
  };
}

function record(zone: string, subdomain: string, fieldtype: string, target: string) {
  const id = [zone, subdomain || 'apex', fieldtype.toLowerCase()].join('_').replaceAll('.', '-');
  return [id, { zone, subdomain, fieldtype, target, ttl: 3600 }] as const;
}

/** The lab's pods, changed: the template, its first container, and what that may do. */
export function labPods(change: (parts: LabPods) => void, model = scratch()): Model {
  return rewritten(model, ({ kind, metadata, spec }) => {
    if (kind !== 'Deployment' || metadata.name !== 'lab') return;
    const { template } = spec;
    const [container] = template.spec.containers;
    change({ template, spec: template.spec, container, security: container.securityContext });
  });
}

interface LabPods {
  readonly template: Fields;
  readonly spec: Fields;
  readonly container: Fields;
  readonly security: Fields;
}

/** A platform with nothing on it but its stacks. */
export function onPlatform(changes: Partial<Platform>): Model {
  const chosen = { ...platform, ...changes };
  const app = new PlatformApp({ platform: chosen, sealed });
  new OutsideStates(app, 'outside');
  const inventory = takeInventory(app);
  return {
    platform: chosen,
    app,
    inventory,
    inventoryIn: () => inventory,
    documents: [],
    stacks: healthyStacks(chosen),
    contracts: contractsOf(chosen, inventory),
    refused: [],
  };
}
