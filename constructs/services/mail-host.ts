import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ServersTransport } from '../../imports/traefik.io.ts';
import type { Host, ZoneName } from '../../platform/types.ts';
import { Exposure, forwardAuth, open, platformOf, Service, type ServiceProps } from '../index.ts';

/**
 * The cluster's side of Mailcow, which runs in Docker on the same machine. Traefik cannot reach the host's 127.0.0.1, so
 * that Mailcow's nginx listens on the mesh address, and a Service without selector leads there.
 *
 * @see https://docs.mailcow.email/post_installation/reverse-proxy/r_p/
 */
export class MailHost extends Service {
  override readonly system = 'Mailcow';

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    const { mail } = platformOf(scope);
    super(scope, id, { ...props, node: mail.machine });
    this.service(mail.webPort);
    // Mailcow serves the certificate that cert-manager made and the host layer copied: it is checked like any other.
    new ServersTransport(this, 'transport', { metadata: this.metadata, spec: { serverName: mail.host } });

    const reason = 'mail clients, CalDAV and ActiveSync log in to Mailcow itself and cannot follow a portal';
    const access = forwardAuth({ groups: ['admins'], paths: ['/admin', '/domainadmin', '/rspamd'], reason });
    new Exposure(this, 'exposure', { ...this.served, host: mail.host, access, ...firstAdmin });
    const forClients = 'mail clients ask for their settings here before anybody has logged in';
    this.inZones('autodiscover', ['autodiscover', 'autoconfig'], open(forClients, { paths: settings }));
    const forServers = 'servers that send to us ask here whether they must use TLS, and log in nowhere';
    this.inZones('mta-sts', ['mta-sts'], open(forServers, { paths: ['/.well-known/mta-sts.txt'] }));
  }

  /** Names in every zone that has mail. */
  private inZones(name: string, prefixes: readonly string[], access: ReturnType<typeof open>): void {
    const { zones } = this.platform;
    const withMail = (Object.keys(zones) as ZoneName[]).filter((zone) => zones[zone]?.mail);
    const [host, ...alsoServes] = withMail.flatMap((zone) => prefixes.map((prefix): Host => `${prefix}.${zone}`));
    if (!host) return;
    const placed = { ...this.served, name: `${this.node.id}-${name}` };
    new Exposure(this, `exposure-${name}`, { ...placed, host, alsoServes, access, claimedBy });
  }

  private get metadata() {
    return { name: this.node.id, namespace: this.chart.namespaceName };
  }

  /** What all of its public names lead to. */
  private get served() {
    const { id } = this.node;
    const backend = { service: id, port: 443, scheme: 'https', serversTransport: id } as const;
    return { chart: this.chart, name: id, backend };
  }

  /** A Service without selector, and the mesh address that it leads to. */
  private service(webPort: number): void {
    const ports = [{ name: 'https', port: 443, targetPort: k8s.IntOrString.fromNumber(webPort) }];
    new k8s.KubeService(this, 'service', { metadata: this.metadata, spec: { ports } });
    new k8s.KubeEndpointSlice(this, 'endpoints', {
      metadata: {
        ...this.metadata,
        labels: { 'kubernetes.io/service-name': this.node.id, 'endpointslice.kubernetes.io/managed-by': 'uyoop' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [this.machine.mesh], conditions: { ready: true } }],
      ports: [{ name: 'https', port: webPort, protocol: 'TCP' }],
    });
  }
}

/** Mailcow comes with `admin` and a password that everybody knows. Its other logins take mailboxes alone. */
const firstAdmin = {
  claimedBy: 'an administrator of the portal, who gives `admin` another password at /admin, where nobody else gets',
  firstRun: ['/admin'],
} as const;
/** Of the names that serve some paths alone. */
const claimedBy = 'nobody can: these paths answer what any client may know, and log nobody in';

/** What clients ask for, in the spellings that they use; Mailcow's own pages are not served under these names. */
const settings = ['/autodiscover', '/Autodiscover', '/AutoDiscover', '/mail', '/.well-known/autoconfig'] as const;
