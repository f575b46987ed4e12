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
  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    const { mail, machines, zones } = platformOf(scope);
    super(scope, id, { ...props, node: mail.machine });
    const namespace = this.chart.namespaceName;
    const address = machines.find(({ name }) => name === mail.machine)?.mesh as string;
    const metadata = { name: id, namespace };
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: { ports: [{ name: 'https', port: 443, targetPort: k8s.IntOrString.fromNumber(mail.webPort) }] },
    });
    new k8s.KubeEndpointSlice(this, 'endpoints', {
      metadata: {
        ...metadata,
        labels: { 'kubernetes.io/service-name': id, 'endpointslice.kubernetes.io/managed-by': 'uyoop' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [{ name: 'https', port: mail.webPort, protocol: 'TCP' }],
    });
    // Mailcow serves the certificate that cert-manager made and the host layer copied: it is checked like any other.
    new ServersTransport(this, 'transport', { metadata, spec: { serverName: mail.host } });

    const backend = { service: id, port: 443, scheme: 'https', serversTransport: id } as const;
    new Exposure(this, 'exposure', {
      chart: this.chart,
      name: id,
      host: mail.host,
      backend,
      access: forwardAuth({
        groups: ['admins'],
        paths: ['/admin', '/domainadmin', '/rspamd'],
        reason: 'mail clients, CalDAV and ActiveSync log in to Mailcow itself and cannot follow a portal',
      }),
    });
    const [first, ...others] = (Object.keys(zones) as ZoneName[])
      .filter((zone) => zones[zone].mail)
      .flatMap((zone): Host[] => [`autodiscover.${zone}`, `autoconfig.${zone}`]);
    if (!first) return;
    new Exposure(this, 'exposure-autodiscover', {
      chart: this.chart,
      name: `${id}-autodiscover`,
      host: first,
      alsoServes: others,
      backend,
      access: open('mail clients ask for their settings here before anybody has logged in', { paths: settings }),
    });
  }
}

/** What clients ask for, in the spellings that they use; Mailcow's own pages are not served under these names. */
const settings = ['/autodiscover', '/Autodiscover', '/AutoDiscover', '/mail', '/.well-known/autoconfig'] as const;
