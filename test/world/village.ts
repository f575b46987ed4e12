import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { CertManagerNamespace } from '../../charts/cert-manager.ts';
import { KubeSystem } from '../../charts/kube-system.ts';
import { Security } from '../../charts/security.ts';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import {
  type Database,
  forwardAuth,
  given,
  MariaDb,
  oidc,
  random,
  Service,
  takeInventory,
} from '../../constructs/index.ts';
import { NamespaceChart, type NamespaceProps } from '../../constructs/namespace/namespace.ts';
import type { PodProps } from '../../constructs/pod/pod-props.ts';
import type { ScheduledProps, Workload, WorkloadProps } from '../../constructs/pod/workload.ts';
import type { ServiceProps } from '../../constructs/service/service.ts';
import { compose } from '../../main.ts';
import type { GitOps, Phase, Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { buildStacks } from '../../stacks/index.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import type { Model } from '../../synth/model/model.ts';

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

/** A service whose every tool an edit may pick up. */
export class Shop extends Service {
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

  open(workload: Workload, props: Partial<Parameters<Service['expose']>[1]> = {}, suffix?: string) {
    const healthy = { host: 'shop.uyoop.fr', access: forwardAuth({ groups: ['users'] }) } as const;
    return this.expose(workload, { ...healthy, ...props }, suffix);
  }

  override grant(...args: Parameters<Service['grant']>) {
    super.grant(...args);
  }

  override mailbox(...args: Parameters<Service['mailbox']>) {
    return super.mailbox(...args);
  }

  override bucket(...args: Parameters<Service['bucket']>) {
    return super.bucket(...args);
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
  const chosen = drafted(which, platform);
  const app = new PlatformApp({ platform: chosen, sealed: everythingSealed });
  new KubeSystem(app);
  new CertManagerNamespace(app);
  neighbour(app, !lonely);
  const { name = 'plot', ...props } = namespace;
  const chart = new NamespaceChart(app, name, { tier: 'prod', ...props });
  const { id = 'shop', ...serviceProps } = service;
  shop(new Shop(chart as Construct, id, serviceProps), chart);
  new Security(app);
  const inventory = takeInventory(app);
  return { platform: chosen, app, inventory, documents: documentsOf(app), stacks: buildStacks(chosen, inventory) };
}

/** Who reads metrics, so that Traefik's edge begins somewhere; behind the portal, and with a login of its own. */
function neighbour(app: PlatformApp, published: boolean): void {
  const chart = new NamespaceChart(app, 'monitoring', { tier: 'platform', web: true });
  const shop = new Shop(chart as Construct, 'prometheus');
  if (!published) return void shop.web();
  const { secret } = shop.secret('oidc', { secret: random() });
  const web = shop.web({ secretFiles: [secret] });
  const client = { id: 'neighbour', name: 'Neighbour', secret, redirectPath: '/callback' };
  shop.open(web, { host: 'metrics.uyoop.fr' });
  const access = oidc({ groups: ['admins'], reason: 'it logs its users in by itself', client });
  shop.open(web, { host: 'graphs.uyoop.fr', access }, 'graphs');
}

/** The whole platform of the owner's with one thing changed. */
export const whole = (platform: Platform): Model => compose(platform, everythingSealed);

/** A copy of the platform, to be written into. */
export function drafted(
  { phase = 3, gitops = 'flux' }: { readonly phase?: Phase; readonly gitops?: GitOps },
  change?: (draft: Draft) => void,
): Platform {
  const draft = structuredClone({ ...uyoop, phase, gitops }) as Draft;
  change?.(draft);
  return draft as Platform;
}

/** Ciphertext for whatever is asked for, the same every time. */
const everythingSealed: SealedStore = new Proxy<SealedStore>(
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
