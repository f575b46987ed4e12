import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { CertManagerNamespace } from '../../charts/cert-manager.ts';
import { KubeSystem } from '../../charts/kube-system.ts';
import { ProdMail } from '../../charts/prod-mail.ts';
import { Security } from '../../charts/security.ts';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { type Database, forwardAuth, given, MariaDb, oidc, random, Service } from '../../constructs/index.ts';
import { takeInventory } from '../../constructs/inventory.ts';
import { NamespaceChart, type NamespaceProps } from '../../constructs/namespace/namespace.ts';
import type { PodProps } from '../../constructs/pod/pod-props.ts';
import type { ScheduledProps, Workload, WorkloadProps } from '../../constructs/pod/workload.ts';
import type { ServiceProps } from '../../constructs/service/service.ts';
import { ForgeRedirect } from '../../constructs/services/forge-redirect.ts';
import { GitMirror } from '../../constructs/services/git-mirror/git-mirror.ts';
import { BuildPods } from '../../constructs/services/gitlab-runner/build-pods.ts';
import { GitLabRunner } from '../../constructs/services/gitlab-runner/gitlab-runner.ts';
import { Ollama } from '../../constructs/services/ollama/ollama.ts';
import type { GitOps, Phase, Platform } from '../../platform/types.ts';
import { building } from '../../synth/model/building.ts';
import type { Model } from '../../synth/model/model.ts';
import { composedOf, modelOf } from '../support/composed.ts';
import { fixture } from '../support/platform.ts';
import { townWith } from '../support/town.ts';
import { dkimKey } from './kinds/keys.ts';

/** A platform that a test may write into. */
export type Draft = Mutable<Platform>;
type Mutable<T> = T extends string | number | boolean | undefined ? T : { -readonly [Key in keyof T]: Mutable<T[Key]> };

/** The least that a workload is. */
export const plain = {
  image: 'example/shop:1.2.3',
  user: 1000,
  ports: { http: 8080 },
  probe: '/health',
  resources: { cpu: '100m', memory: '64Mi' },
} as const satisfies PodProps;

/** An exposure by names of the fixture. */
interface OpenProps extends Partial<Pick<Parameters<Service['expose']>[1], 'access'>> {
  readonly host?: string;
  readonly aliases?: readonly string[];
  readonly alsoServes?: readonly string[];
}

/** A service that is made of whatever an edit wants. */
export class Shop extends Service {
  /** @param make what it is made of; a service says so in its constructor, and so does this one */
  constructor(
    scope: Construct,
    id: string,
    props: ServiceProps = {},
    make: (shop: Shop, chart: NamespaceChart) => void = () => {},
  ) {
    super(scope, id, props);
    make(this, this.chart);
  }

  web(props: Partial<WorkloadProps> = {}, id = 'web'): Workload {
    return this.workload(id, { ...plain, ...props });
  }

  job(props: Partial<ScheduledProps> = {}, id = 'job') {
    const { image, user, resources } = plain;
    return this.scheduled(id, { image, user, resources, schedule: '0 3 * * *', ...props });
  }

  agent(props: Partial<PodProps> = {}) {
    return this.everywhere('agent', { ...plain, ...props });
  }

  database(props: Partial<ConstructorParameters<typeof MariaDb>[2]> = {}, id = 'database'): Database {
    return new MariaDb(this, id, { size: '1Gi', backup: 'daily', ...props });
  }

  key(id = 'keys', key = 'key') {
    return this.secret(id, { [key]: random() })[key] as never;
  }

  password(id = 'mail') {
    return this.secret(id, { password: given('password of a mailbox') }).password;
  }

  open(workload: Workload, props: OpenProps = {}, suffix?: string) {
    const access = forwardAuth({ groups: ['users'] });
    const healthy = { host: 'shop.harbour.example', access, claimedBy: 'its seed, before it serves' } as const;
    // Types know the owner's zones alone.
    return this.expose(workload, { ...healthy, ...props } as never, suffix);
  }
}

export interface VillageProps {
  readonly phase?: Phase;
  readonly gitops?: GitOps;
  readonly platform?: (draft: Draft) => void;
  /** Of the namespace that the shop stands in. */
  readonly namespace?: Partial<NamespaceProps> & { readonly name?: string };
  readonly service?: ServiceProps & { readonly id?: string };
  /** Nobody else is behind the portal. */
  readonly lonely?: boolean;
  /** What the shop is made of. */
  readonly shop: (shop: Shop, chart: NamespaceChart) => void;
}

/** A small platform: one shop, the portal, Traefik, certificates and, in its phase, Vault. */
export function village({
  platform,
  namespace = {},
  service = {},
  lonely = false,
  shop,
  ...which
}: VillageProps): Model {
  const app = new PlatformApp({ platform: drafted(which, platform), sealed: everythingSealed });
  return building(app, () => {
    // Its applications lie beside the engine; Flux's objects lie beside what they install.
    if (app.platform.gitops === 'argocd') new NamespaceChart(app, 'argocd', { tier: 'platform', layer: 'bootstrap' });
    new KubeSystem(app);
    new CertManagerNamespace(app);
    new ProdMail(app);
    neighbour(app, !lonely);
    const { name = 'plot', ...props } = namespace;
    const chart = new NamespaceChart(app, name, { tier: 'prod', ...props });
    const { id = 'shop', ...serviceProps } = service;
    new Shop(chart, id, serviceProps, shop);
    new Security(app, takeInventory(app)).feed(takeInventory(app));
    return modelOf(composedOf(app));
  });
}

/** Who reads metrics, so that Traefik's edge begins somewhere; behind the portal, and with a login of its own. */
function neighbour(app: PlatformApp, published: boolean): void {
  const chart = new NamespaceChart(app, 'monitoring', { tier: 'platform', web: true });
  const shop = new Shop(chart, 'prometheus');
  if (!published) return void shop.web();
  const { secret } = shop.secret('oidc', { secret: random() });
  const web = shop.web({ secretFiles: [secret] });
  const client = { id: 'neighbour', name: 'Neighbour', secret, redirectPath: '/callback' };
  shop.open(web, { host: 'metrics.harbour.example' });
  const access = oidc({ groups: ['admins'], reason: 'it logs its users in by itself', client });
  shop.open(web, { host: 'graphs.harbour.example', access }, 'graphs');
}

/** The tests' own town with every service that reads a fact of the platform. */
export function whole(platform: Platform): Model {
  return modelOf(townWith({ platform, sealed: everythingSealed, add: publicServices }));
}

function publicServices(app: PlatformApp): void {
  const { mirrored, forgeHost: host, phase } = app.platform;
  new GitMirror(new NamespaceChart(app, 'prod-mirror', { tier: 'prod', web: false }), 'git-mirror', {
    projects: mirrored,
  });
  if (phase < 2) return;
  const jobs = new NamespaceChart(app, 'ci-jobs', { tier: 'dev', web: false, exactQuota: true });
  const builds = new BuildPods(jobs, 'builds', { concurrent: 1 });
  const factory = new NamespaceChart(app, 'devops-factory', { tier: 'dev' });
  new GitLabRunner(factory, 'gitlab-runner', { builds });
  new ForgeRedirect(factory, 'forge', { host });
  new Ollama(new NamespaceChart(app, 'models', { tier: 'dev' }), 'ollama');
}

/** A copy of the platform, to be written into. */
export function drafted(
  { phase = 3, gitops = 'flux' }: { readonly phase?: Phase; readonly gitops?: GitOps },
  change?: (draft: Draft) => void,
): Platform {
  const draft = structuredClone({ ...fixture, phase, gitops }) as Draft;
  knownFacts(draft);
  change?.(draft);
  return draft as Platform;
}

/** The fixture's keys and names are words: each gets the form of a real one. */
function knownFacts(draft: Draft): void {
  for (const [index, facts] of Object.values(draft.owner.machines).entries()) {
    facts.serviceName = `vps-0000000${index + 1}.vps.ovh.net`;
    facts.wireguardKey = Buffer.concat([Buffer.alloc(31), Buffer.from([index + 1])]).toString('base64');
  }
  const zones = Object.values(draft.zones as Record<string, { mail: boolean; dkim?: string }>);
  for (const zone of zones) if (zone.mail) zone.dkim = dkimKey;
}

/** Ciphertext for whatever is asked for, the same every time. */
export const everythingSealed: SealedStore = new Proxy<SealedStore>(
  {},
  { get: (_, home) => ({ encryptedData: ciphertexts(String(home)) }) },
);

function ciphertexts(home: string): Readonly<Record<string, string>> {
  return new Proxy<Record<string, string>>({}, { get: (_, key) => ciphertext(`${home} ${String(key)}`) });
}

function ciphertext(seed: string): string {
  const blocks = Array.from({ length: 9 }, (_, index) => createHash('sha512').update(`${seed} ${index}`).digest());
  return Buffer.concat(blocks).toString('base64');
}
