import { ArgoCdNamespace } from '../../charts/argocd.ts';
import { CertManagerNamespace } from '../../charts/cert-manager.ts';
import { FluxSystem } from '../../charts/flux-system.ts';
import type { Build } from '../../charts/index.ts';
import { KubeSystem } from '../../charts/kube-system.ts';
import { ProdMail } from '../../charts/prod-mail.ts';
import { Security } from '../../charts/security.ts';
import { noBackup } from '../../constructs/facts/claim.ts';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import { forwardAuth, oidc } from '../../constructs/index.ts';
import { takeInventory } from '../../constructs/inventory.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { OutsideStates } from '../../constructs/outside/states.ts';
import type { Workload } from '../../constructs/pod/workload.ts';
import { random } from '../../constructs/secret/secret.ts';
import type { Database } from '../../constructs/state/database.ts';
import { MariaDb } from '../../constructs/state/mariadb.ts';
import { MySql } from '../../constructs/state/mysql.ts';
import { PostgreSql } from '../../constructs/state/postgresql.ts';
import { contractBuilders } from '../../hosts/contract/index.ts';
import { compose } from '../../main.ts';
import type { Platform } from '../../platform/types.ts';
import { Attempts } from '../../synth/model/attempts.ts';
import { writeDocuments } from '../../synth/model/documents.ts';
import type { Model } from '../../synth/model/model.ts';
import { Bench, plain } from '../support/bench.ts';
import { type Draft, drafted, everythingSealed, Shop } from '../world/village.ts';
import type { Flaw } from './flaws.ts';
import type { NamespacePlan, Plan, ServicePlan, WorkloadPlan } from './plan.ts';

/** The model that a plan describes, and in it what is wrong with it. */
export function modelOf(plan: Plan, { facts, add, made = (model) => model }: Partial<Flaw> = {}): Model {
  const draft = drafted(plan) as Draft;
  grow(draft, plan);
  facts?.(draft);
  const build: Build = (app, attempt = (part) => part()) => {
    let engine: FluxSystem | ArgoCdNamespace | undefined;
    if (plan.whole)
      attempt(() => (engine = app.platform.gitops === 'flux' ? new FluxSystem(app) : new ArgoCdNamespace(app)));
    attempt(() => (plan.whole ? ground(app) : bareGround(app)));
    const town = new Town(app, plan.whole);
    for (const [at, namespace] of plan.namespaces.entries()) attempt(() => town.namespace(at, namespace));
    if (add) attempt(() => add(app));
    if (plan.whole) attempt(() => new Security(app, takeInventory(app)).feed(takeInventory(app)));
    attempt(() => engine?.takeLayers());
  };
  const platform = draft as Platform;
  return made(plan.whole ? compose(platform, everythingSealed, build) : composeBare(platform, build));
}

/** As `main.ts` composes, but for Terraform's stacks, which take as long as all the rest, and are the same for each bare town. */
function composeBare(platform: Platform, build: Build): Model {
  const app = new PlatformApp({ platform, sealed: everythingSealed });
  const attempts = new Attempts();
  attempts.grow(app, () => build(app, (part) => attempts.grow(app, part)));
  const inventory = takeInventory(app);
  const documents = writeDocuments(app, attempts);
  const contracts = attempts.collectEach('hosts', contractBuilders(platform, inventory));
  const { refused } = attempts;
  return { platform, app, inventory, inventoryIn: () => inventory, documents, stacks: [], contracts, refused };
}

function bareGround(app: PlatformApp): void {
  new OutsideStates(new NamespaceChart(app, 'kube-system', { tier: 'platform', existing: true }), 'outside');
}

function ground(app: PlatformApp): void {
  new ProdMail(app);
  new KubeSystem(app);
  new CertManagerNamespace(app);
  const monitoring = new Shop(new NamespaceChart(app, 'monitoring', { tier: 'platform', web: true }), 'prometheus');
  monitoring.open(monitoring.web(), { host: 'metrics.harbour.example' });
  const { secret } = monitoring.secret('oidc', { secret: random() });
  const graphs = monitoring.web({ secretFiles: [secret] }, 'graphs');
  const client = { id: 'graphs', name: 'Graphs', secret, redirectPath: '/back' };
  const access = oidc({ groups: ['admins'], reason: 'it logs its users in by itself', client });
  monitoring.open(graphs, { host: 'graphs.harbour.example', access }, 'graphs');
}

/** The plan's further machines and zones. */
function grow(draft: Draft, { agents, zones, whole }: Plan): void {
  for (const [at, { fromPhase, cores }] of agents.entries()) {
    const mesh = `10.77.0.${at + 3}`;
    const [, loft] = draft.machines as Draft['machines'];
    const machine = { ...structuredClone(loft), name: `agent-${at}`, mesh, fromPhase, cores };
    for (const port of machine.ports as { address?: string }[]) if (port.address !== undefined) port.address = mesh;
    draft.machines.push(machine as never);
    Object.assign(draft.owner.machines, {
      [machine.name]: {
        ipv4: `198.51.100.${at + 100}`,
        serviceName: `vps-0000001${at}.vps.ovh.net`,
        wireguardKey: Buffer.alloc(32, at + 9).toString('base64'),
      },
    });
  }
  const { dkim } = draft.zones['harbour.example'] as { dkim?: string };
  for (const [at, mail] of zones.entries())
    Object.assign(draft.zones, { [`zone-${at}.example`]: mail ? { mail, dkim } : { mail } });
  if (whole) return;
  for (const zone of Object.keys(draft.zones)) Object.assign(draft.zones, { [zone]: { mail: false } });
}

const databases = { mariadb: MariaDb, mysql: MySql, postgresql: PostgreSql };

class Town {
  private readonly workloads: { readonly tier: string; readonly workload: Workload }[] = [];

  constructor(
    private readonly app: PlatformApp,
    private readonly whole: boolean,
  ) {}

  /** Of `dev` there is nothing before the machine that takes it. */
  namespace(number: number, { tier: wanted, services }: NamespacePlan): void {
    const tier = this.app.platform.phase === 1 && wanted === 'dev' ? 'prod' : wanted;
    const chart = new NamespaceChart(this.app, `plot-${number}`, { tier });
    for (const [at, service] of services.entries()) this.service(chart, `shop-${number}-${at}`, service);
  }

  private service(chart: NamespaceChart, id: string, plan: ServicePlan): void {
    const shop = new Bench(chart, id);
    const { database: wanted } = this.hasSecrets(chart) ? plan : {};
    const database = wanted && new databases[wanted.kind](shop, 'database', { size: '1Gi', backup: wanted.backup });
    const made = plan.workloads.map((workload, at) => this.workload(shop, at, workload, database));
    // Nothing of `dev` sends mail through a server of `prod`.
    const mailbox = this.whole && plan.mailbox && chart.tier !== 'dev' ? shop.mailbox('harbour.example') : undefined;
    const { ports: _, probe: __, ...job } = plain;
    const mail = mailbox ? { secretFiles: [mailbox.password], reaches: [mailbox.submission] } : {};
    if (plan.cron) shop.scheduled('cron', { ...job, ...mail, schedule: '7 3 * * *' });
    if (plan.agent) shop.everywhere('agent', plain);
    const [web] = made;
    if (this.whole && plan.door && web) this.open(shop, web, plan);
  }

  /** In phase 3 those of `prod` come from Vault. */
  private hasSecrets({ tier }: NamespaceChart): boolean {
    return this.whole || tier === 'dev' || this.app.platform.phase < 3;
  }

  private workload(shop: Bench, at: number, plan: WorkloadPlan, database: Database | undefined): Workload {
    const id = at === 0 ? 'web' : `part-${at}`;
    const { tier } = shop.chart;
    const known = this.workloads.filter((one) => one.tier === tier).map(({ workload }) => workload);
    const reached = new Set(plan.reaches.flatMap((one) => known[one % known.length] ?? []));
    const uses = plan.database ? database : undefined;
    const volumes = plan.volumes.map(({ size, backup }, index) => {
      const saved = backup === 'none' ? noBackup('it is made again') : backup;
      return [`/data/${index}`, shop.volume(`${id}-${index}`, { size, backup: saved })] as const;
    });
    const workload = shop.workload(id, {
      ...plain,
      kind: plan.kind,
      ports: Object.fromEntries(Array.from({ length: plan.ports }, (_, port) => [`port-${port}`, 8080 + port])),
      env: { TEXT: plan.text },
      files: { '/etc/shop/text': plan.text },
      volumes: Object.fromEntries(volumes),
      secretFiles: uses ? [uses.password] : [],
      reaches: [...reached, ...(uses ? [uses] : [])],
    });
    this.workloads.push({ tier, workload });
    return workload;
  }

  private open(shop: Bench, web: Workload, { door, aliases }: ServicePlan): void {
    const name = shop.node.id;
    const groups = ['users'] as const;
    const reason = 'readers are anonymous visitors';
    const { secret } = door === 'oidc' ? shop.secret('oidc', { secret: random() }) : {};
    const access = secret
      ? oidc({ groups, reason, client: { id: name, name: 'Shop', secret, redirectPath: '/back' } })
      : forwardAuth({ groups, ...(door === 'partly open' && { except: ['/open'], reason }) });
    shop.expose(web, {
      host: `${name}.harbour.example`,
      aliases: Array.from({ length: aliases }, (_, at) => `${name}-${at}.lantern.example`),
      access,
    });
  }
}
