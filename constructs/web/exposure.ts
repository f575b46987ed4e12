import { Construct } from 'constructs';
import { Certificate as CertificateManifest } from '../../imports/cert-manager.io.ts';
import {
  IngressRoute,
  type IngressRouteSpecRoutes,
  type IngressRouteSpecRoutesServices,
  IngressRouteSpecRoutesServicesPort,
  type MiddlewareSpec,
} from '../../imports/traefik.io.ts';
import type { Host, Machine } from '../../platform/types.ts';
import { Exception } from '../facts/claim.ts';
import { ingressOf, platformOf } from '../facts/platform-app.ts';
import type { NamespaceChart } from '../namespace/namespace.ts';
import type { Access, ForwardAuth } from './access.ts';
import { DnsRecord } from './dns-record.ts';
import * as middlewares from './middlewares.ts';

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
}

interface PlacedExposureProps extends ExposureProps {
  readonly chart: NamespaceChart;
  readonly name: string;
  /** What answers; a host that only redirects has none. */
  readonly backend?: Backend;
}

/**
 * A public web host: routes, certificate, Authelia's say and DNS records.
 *
 * @throws when something is served and nothing is there to answer.
 */
export class Exposure extends Construct {
  readonly namespace: string;
  readonly host: Host;
  readonly access: Access;
  readonly aliases: readonly Host[];
  readonly alsoServes: readonly Host[];
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
    this.machine = ingressOf(platformOf(this));
    const secretName = `${props.name}-tls`;
    this.certificate(secretName);
    this.route(secretName);
    this.recordException();
    for (const host of this.hosts) new DnsRecord(this, `dns-${host}`, { host, machine: this.machine });
  }

  /** Every name that this exposure answers to. */
  get hosts(): readonly Host[] {
    return [this.host, ...this.alsoServes, ...this.aliases];
  }

  /** HTTP-01 certificate, its private key kept across renewals so that a published TLSA record stays true. */
  private certificate(secretName: string): void {
    new CertificateManifest(this, 'certificate', {
      metadata: { name: this.props.name, namespace: this.namespace },
      spec: {
        secretName,
        dnsNames: [...this.hosts],
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
        privateKey: { rotationPolicy: 'Never' },
      },
    });
  }

  private route(secretName: string): void {
    const served = matchHosts([this.host, ...this.alsoServes]);
    const routes = [...this.accessRoutes(served), ...this.aliasRoutes()];
    new IngressRoute(this, 'route', {
      metadata: { name: this.props.name, namespace: this.namespace },
      spec: { entryPoints: ['websecure'], routes, tls: { secretName } },
    });
  }

  private accessRoutes(served: string): IngressRouteSpecRoutes[] {
    const { access } = this;
    if (access.kind === 'redirect')
      return [
        this.redirecting(
          served,
          `redirect-from-${this.host.replaceAll('.', '-')}`,
          middlewares.redirectAway(access.to),
        ),
      ];
    if (access.kind === 'open' && access.paths) return [this.open(`${served} && ${matchStraight(access.paths)}`)];
    if (access.kind !== 'forward-auth') return [this.open(served)];
    const guarded = access.paths.includes('/') ? [this.guarded(served, 10)] : this.guardedPaths(served, access);
    const borne = access.tokens ? ` && HeaderRegexp(\`Authorization\`, \`${access.tokens}\`)` : '';
    const exceptions =
      access.except.length > 0 ? [this.open(`${served} && ${matchStraight(access.except)}${borne}`, 30)] : [];
    const rest = access.paths.includes('/') ? [] : [this.open(`${served} && ${matchNoSpelling(access.paths)}`)];
    return [...exceptions, ...guarded, ...rest];
  }

  private guardedPaths(served: string, access: ForwardAuth): IngressRouteSpecRoutes[] {
    return [this.guarded(`${served} && ${matchPaths(access.paths)}`, 20)];
  }

  /** A route that Authelia guards; its answer sets the identity headers. */
  private guarded(match: string, priority: number): IngressRouteSpecRoutes {
    const { chart } = this.props;
    return this.rule(match, priority, [
      chart.middleware('security-headers', middlewares.securityHeaders),
      chart.middleware('authelia', middlewares.authelia),
    ]);
  }

  /** A route without Authelia; whoever sends identity headers himself loses them. */
  private open(match: string, priority = 10): IngressRouteSpecRoutes {
    const { chart } = this.props;
    return this.rule(match, priority, [
      chart.middleware('security-headers', middlewares.securityHeaders),
      chart.middleware('drop-identity', middlewares.dropIdentity),
    ]);
  }

  private aliasRoutes(): IngressRouteSpecRoutes[] {
    if (this.aliases.length === 0) return [];
    const name = `redirect-to-${this.host.replaceAll('.', '-')}`;
    return [this.redirecting(matchHosts(this.aliases), name, middlewares.redirectTo(this.host))];
  }

  private redirecting(match: string, name: string, spec: MiddlewareSpec): IngressRouteSpecRoutes {
    return {
      kind: 'Rule',
      match,
      // The default is the length of the rule: with many names it would outrank the route of an ACME challenge.
      priority: 10,
      middlewares: [{ name: this.props.chart.middleware(name, spec) }],
      services: [{ kind: 'TraefikService', name: 'noop@internal' }],
    };
  }

  private rule(match: string, priority: number, names: readonly string[]): IngressRouteSpecRoutes {
    const { backend } = this.props;
    if (!backend) throw new Error(`${this.node.path}: host '${this.host}' is served and has no backend`);
    const { service, port, scheme, serversTransport } = backend;
    const target: IngressRouteSpecRoutesServices = {
      name: service,
      port: IngressRouteSpecRoutesServicesPort.fromNumber(port),
      scheme,
      serversTransport,
    };
    const middlewares = names.map((name) => ({ name }));
    return { kind: 'Rule', match, priority, middlewares, services: [target] };
  }

  private recordException(): void {
    const { access } = this;
    if (access.kind === 'portal' || access.kind === 'redirect') return;
    const what = {
      'forward-auth': 'partly without Authelia',
      oidc: 'logs in by OpenID Connect',
      open: 'without Authelia',
    };
    if (access.reason) new Exception(this, 'open', `${this.host}: ${what[access.kind]}`, access.reason);
  }
}

const matchHosts = (hosts: readonly Host[]): string => any(hosts.map((host) => `Host(\`${host}\`)`));
/** A path and what lies below it: `/s` is not the beginning of `/some-page`. */
const matchPaths = (paths: readonly string[]): string =>
  any(paths.flatMap((path) => [`Path(\`${path}\`)`, `PathPrefix(\`${path}/\`)`]));
/** Traefik leaves `%2F` as it is: nginx reads a slash there and resolves the dots beside it, Tomcat those before a `;`. */
const slash = '(/|%2F)';
const end = '(/|%2F|;|%3B|$)';
const detour = `${slash}\\.{1,2}${end}`;
/** Paths of an open route, without those that a backend may read as leading out of them. */
const matchStraight = (paths: readonly string[]): string => `${matchPaths(paths)} && !PathRegexp(\`(?i)${detour}\`)`;
/** Everything that no backend may read as one of these paths: Ghost takes `/Ghost`, nginx `/admin%2F`. */
const matchNoSpelling = (paths: readonly string[]): string => {
  const spelt = paths.map((path) => path.slice(1).replaceAll('.', '\\.').replaceAll('/', `${slash}+`));
  return `!PathRegexp(\`(?i)^${slash}+(${spelt.join('|')})${end}|${detour}\`)`;
};
const any = (rules: readonly string[]): string =>
  rules.length === 1 ? (rules[0] as string) : `(${rules.join(' || ')})`;
