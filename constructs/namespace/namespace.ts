import { type App, Chart, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { Middleware, type MiddlewareSpec } from '../../imports/traefik.io.ts';
import type { Layer, Machine, Tier } from '../../platform/types.ts';
import { name as anyName, namespaceName } from '../../platform/values/names.ts';
import { oneOf } from '../../platform/values/value-kind.ts';
import { Exception } from '../facts/claim.ts';
import { freshId } from '../facts/fresh-id.ts';
import { fileIn, machineFor, platformOf } from '../facts/platform-app.ts';
import { keepOnDeploy, keepOnPrune } from '../facts/prune.ts';
import { taken } from '../facts/taken.ts';
import { podPeer } from '../network/edge.ts';
import { traefikPods } from '../network/endpoint.ts';
import { NamespaceQuota } from './quota.ts';

export interface NamespaceProps {
  readonly tier: Tier;
  /** Where the namespace itself is applied. Default: `configuration`. */
  readonly layer?: Layer;
  /** Made by K3s (`kube-system`): neither the namespace nor a default-deny is ours. Default: false. */
  readonly existing?: boolean;
  /** Web hosts are served from here: ACME solver pods are let in. Default: true for every tier but `platform`. */
  readonly web?: boolean;
  /** The quota is what is claimed and no more, where pods are never rolled out. Default: false. */
  readonly exactQuota?: boolean;
  /** Why neither quota nor ceilings hold here: a chart makes pods whose size nobody can set. Default: they hold. */
  readonly noQuota?: string;
}

/** K3s's own. */
const coreDns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;

type SecurityLevel = 'restricted' | 'baseline' | 'privileged';

const tierName = oneOf<Tier>('tier', { prod: true, dev: true, platform: true });

/** A namespace: what it denies, what its pods may look like, and the services that a chart puts into it. */
export class NamespaceChart extends Chart {
  /** `instanceof` cannot tell: cdk8s answers it for every chart alike. */
  static is(construct: IConstruct): construct is NamespaceChart {
    return Chart.isChart(construct) && 'guarded' in construct;
  }

  readonly namespaceName: string;
  readonly tier: Tier;
  /** Default-deny both ways holds here, so that every edge needs its half. */
  readonly guarded: boolean;
  readonly file: string;
  private level: SecurityLevel = 'restricted';

  constructor(app: App, name: string, props: NamespaceProps) {
    super(app, freshId(app, name, props.existing ? anyName : namespaceName), {
      disableResourceNameHashes: true,
      labels: { 'app.kubernetes.io/part-of': 'uyoop' },
    });
    this.namespaceName = name;
    this.tier = taken(this, 'tier', tierName, props.tier);
    this.guarded = !props.existing;
    this.file = fileIn(platformOf(this), props.layer ?? 'configuration', name, 'namespace');
    if (props.existing) return;
    this.declare();
    this.denyByDefault();
    if (props.noQuota) new Exception(this, 'no-quota', `no quota in ${name}`, props.noQuota);
    else new NamespaceQuota(this, 'quota', { namespace: name, exact: props.exactQuota ?? false });
    if (props.web ?? props.tier !== 'platform') this.admitAcmeSolvers();
  }

  /** The machine of a service in this namespace. @throws when it does not exist or does not take the tier. */
  machine(name?: string): Machine {
    return machineFor(platformOf(this), this.tier, name);
  }

  /** Lowers the namespace's Pod Security level to what a pod in it needs. */
  require(level: SecurityLevel): void {
    const order: readonly SecurityLevel[] = ['restricted', 'baseline', 'privileged'];
    if (order.indexOf(level) > order.indexOf(this.level)) this.level = level;
  }

  /** A Traefik middleware of this namespace, made the first time it is asked for. Returns its name. */
  middleware(name: string, spec: MiddlewareSpec): string {
    const id = `middleware-${name}`;
    if (!this.node.tryFindChild(id)) {
      new Middleware(this, id, { metadata: { name, namespace: this.namespaceName }, spec });
    }
    return name;
  }

  private declare(): void {
    const level = (name: string) => [`pod-security.kubernetes.io/${name}`, Lazy.any({ produce: () => this.level })];
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: this.namespaceName,
        labels: {
          'uyoop.fr/tier': this.tier,
          ...(this.file.startsWith('bootstrap/') && keepOnDeploy),
          ...Object.fromEntries(['enforce', 'warn', 'audit'].map(level)),
        },
        annotations: keepOnPrune,
      },
    });
  }

  private denyByDefault(): void {
    new k8s.KubeNetworkPolicy(this, 'default-deny', {
      // The namespace is kept, and pods that an engine does not know may be left in it.
      metadata: { name: 'default-deny', namespace: this.namespaceName, annotations: keepOnPrune },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const port = k8s.IntOrString.fromNumber(53);
    const ports = ['UDP', 'TCP'].map((protocol) => ({ port, protocol }));
    new k8s.KubeNetworkPolicy(this, 'allow-dns', {
      metadata: { name: 'allow-dns', namespace: this.namespaceName, annotations: keepOnPrune },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [podPeer(coreDns)], ports }] },
    });
  }

  /** Let's Encrypt's HTTP-01 challenge is answered by short-lived pods beside the service; Traefik asks them on 8089. */
  private admitAcmeSolvers(): void {
    new k8s.KubeNetworkPolicy(this, 'traefik-to-acme-solver', {
      metadata: { name: 'traefik-to-acme-solver', namespace: this.namespaceName },
      spec: {
        podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [podPeer(traefikPods)],
            ports: [{ port: k8s.IntOrString.fromNumber(8089), protocol: 'TCP' }],
          },
        ],
      },
    });
  }
}
