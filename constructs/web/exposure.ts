import { Construct } from 'constructs';
import {
  IngressRoute,
  type IngressRouteSpecRoutes,
  type IngressRouteSpecRoutesServices,
  IngressRouteSpecRoutesServicesPort,
} from '../../imports/traefik.io.ts';
import type { Host, Machine } from '../../platform/types.ts';
import { hostName } from '../../platform/values/names.ts';
import { urlPath } from '../../platform/values/paths.ts';
import { reason } from '../../platform/values/text.ts';
import { Exception } from '../facts/claim.ts';
import { ingressOf, platformOf } from '../facts/platform-app.ts';
import { taken } from '../facts/taken.ts';
import type { NamespaceChart } from '../namespace/namespace.ts';
import { type Access, loosenedBy } from './access.ts';
import { Certificate } from './certificate.ts';
import { DnsRecord } from './dns-record.ts';
import { type Rule, rulesOf } from './rules.ts';

/** A Service of this namespace that requests are sent to. */
export interface Backend {
  readonly service: string;
  readonly port: number;
  readonly scheme?: 'http' | 'https';
  /** Name of a ServersTransport of this namespace. */
  readonly serversTransport?: string;
}

export interface ExposureProps {
  readonly host: Host;
  readonly access: Access;
  /** Names that redirect to `host` for good. */
  readonly aliases?: readonly Host[];
  /** Names that are served like `host` itself. */
  readonly alsoServes?: readonly Host[];
  /** Hosts whose pages may show this one's in a frame, but for what Authelia guards, and why. Default: its own alone. */
  readonly frames?: { readonly by: readonly Host[]; readonly reason: string };
  /**
   * Who is its first administrator, and how he became that before a stranger could: certificate transparency tells everybody of
   * a new name within minutes. Lands in the report.
   */
  readonly claimedBy: string;
  /** Path prefixes at which it takes the first who comes for its administrator. No stranger gets there, whatever `access` says. */
  readonly firstRun?: readonly string[];
}

/** A host that only redirects has nothing that could be claimed. */
interface PlacedExposureProps extends Omit<ExposureProps, 'claimedBy'>, Partial<Pick<ExposureProps, 'claimedBy'>> {
  readonly chart: NamespaceChart;
  readonly name: string;
  /** What answers; a host that only redirects has none. */
  readonly backend?: Backend;
}

/**
 * A public web host: routes, certificate, Authelia's say and DNS records.
 *
 * @throws when something is served and nothing is there to answer, or a host is no name, or named twice.
 */
export class Exposure extends Construct {
  readonly namespace: string;
  readonly host: Host;
  readonly access: Access;
  readonly aliases: readonly Host[];
  readonly alsoServes: readonly Host[];
  readonly framedBy: readonly Host[];
  /** Undefined where nothing is served, or nobody said it. */
  readonly claimedBy?: string;
  readonly firstRun: readonly string[];
  readonly machine: Machine;
  private readonly props: PlacedExposureProps;

  constructor(scope: Construct, id: string, props: PlacedExposureProps) {
    super(scope, id);
    this.props = props;
    this.namespace = props.chart.namespaceName;
    this.host = props.host;
    this.access = props.access;
    this.aliases = props.aliases ?? [];
    this.alsoServes = props.alsoServes ?? [];
    this.framedBy = props.frames?.by ?? [];
    this.firstRun = props.firstRun ?? [];
    for (const host of this.hosts) taken(this, 'host', hostName, host);
    for (const host of this.framedBy) taken(this, 'frames', hostName, host);
    if (props.frames?.by.length === 0) throw new Error(`${this.node.path}: 'frames' names no host; leave it out`);
    for (const path of this.firstRun) taken(this, 'firstRun', urlPath, path);
    if (props.claimedBy !== undefined) this.claimedBy = taken(this, 'claimedBy', reason, props.claimedBy);
    this.refuseRepeated();
    this.machine = ingressOf(platformOf(this));
    this.route();
    const loosened = loosenedBy(this.access);
    if (loosened) new Exception(this, 'open', `${this.host}: ${loosened.what}`, loosened.reason);
    const { frames } = props;
    if (frames) new Exception(this, 'framed', `${this.host}: in frames of ${frames.by.join(', ')}`, frames.reason);
    for (const host of this.hosts) new DnsRecord(this, `dns-${host}`, { host, machine: this.machine });
  }

  /** Every name that this exposure answers to. */
  get hosts(): readonly Host[] {
    return [this.host, ...this.alsoServes, ...this.aliases];
  }

  private refuseRepeated(): void {
    const repeated = this.hosts.find((host, index) => this.hosts.indexOf(host) !== index);
    if (repeated === undefined) return;
    throw new Error(`${this.node.path}: '${repeated}' stands twice among host, alsoServes and aliases; name it once`);
  }

  private route(): void {
    const { namespace, hosts } = this;
    const { name } = this.props;
    const { secretName } = new Certificate(this, 'certificate', { namespace, name, hosts });
    const routes = rulesOf(this).map((rule) => this.written(rule));
    // As Traefik tries them.
    routes.sort((one, other) => (other.priority ?? 0) - (one.priority ?? 0));
    new IngressRoute(this, 'route', {
      metadata: { name, namespace },
      spec: { entryPoints: ['websecure'], routes, tls: { secretName } },
    });
  }

  private written({ match, priority, middlewares, served }: Rule): IngressRouteSpecRoutes {
    const { chart } = this.props;
    return {
      kind: 'Rule',
      match,
      priority,
      middlewares: middlewares.map(({ name, spec }) => ({ name: chart.middleware(name, spec) })),
      services: [served ? this.target() : nobody],
    };
  }

  private target(): IngressRouteSpecRoutesServices {
    const { backend } = this.props;
    if (!backend) throw new Error(`${this.node.path}: host '${this.host}' is served and has no backend`);
    const { service, port, scheme, serversTransport } = backend;
    return { name: service, port: IngressRouteSpecRoutesServicesPort.fromNumber(port), scheme, serversTransport };
  }
}

/** Traefik's own service that answers nothing: the middlewares do. */
const nobody: IngressRouteSpecRoutesServices = {
  kind: 'TraefikService',
  name: 'noop@internal',
};
