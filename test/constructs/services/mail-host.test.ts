import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { MailHost } from '../../../constructs/services/mail-host.ts';
import { Bench, plain } from '../../support/bench.ts';
import { built } from '../../support/composed.ts';
import { free, guarded, wayTo } from '../../support/way.ts';

const { manifests, inventory } = built((app) => {
  new MailHost(new NamespaceChart(app, 'prod-mail', { tier: 'prod' }), 'mailcow');
  const shop = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
  const mailbox = shop.mailbox('harbour.example');
  shop.workload('web', { ...plain, env: { MAIL: mailbox.host }, reaches: [mailbox.submission] });
});
const mail = manifests.in('prod-mail');

describe('Mailcow, seen from the cluster', () => {
  test('is a Service without selector and an EndpointSlice on the mesh address: no pod reaches 127.0.0.1', () => {
    expect(mail.one('Service', 'mailcow').spec).toEqual({ ports: [{ name: 'https', port: 443, targetPort: 8444 }] });
    const slice = mail.one('EndpointSlice', 'mailcow');
    expect(slice.endpoints).toEqual([{ addresses: ['10.77.0.1'], conditions: { ready: true } }]);
    expect(slice.ports).toEqual([{ name: 'https', port: 8444, protocol: 'TCP' }]);
    expect(slice.metadata.labels).toMatchObject({
      'kubernetes.io/service-name': 'mailcow',
      'endpointslice.kubernetes.io/managed-by': 'uyoop',
    });
  });

  test('is no ExternalName, which Traefik refuses', () => {
    expect(manifests.of('Service').filter(({ spec }) => spec.type === 'ExternalName')).toEqual([]);
  });

  test('is spoken to over TLS, under its own name, and its certificate is checked', () => {
    expect(mail.one('ServersTransport', 'mailcow').spec).toEqual({ serverName: 'mail.lantern.example' });
    const services = mail
      .of('IngressRoute')
      .flatMap(({ spec }) => spec.routes)
      .flatMap(({ services }) => services);
    for (const service of services) {
      expect(service).toEqual({ name: 'mailcow', port: 443, scheme: 'https', serversTransport: 'mailcow' });
    }
  });

  test('keeps the key of its certificate, so that a published TLSA record stays true', () => {
    const certificate = mail.one('Certificate', 'mailcow').spec;
    expect(certificate.dnsNames).toContain('mail.lantern.example');
    expect(certificate.privateKey).toEqual({ rotationPolicy: 'Never' });
  });

  test('answers autodiscover, autoconfig and mta-sts of every zone that has mail, with a certificate and a record for each', () => {
    const zones = ['harbour.example', 'lantern.example', 'lantern.test'];
    const names = [
      ...zones.flatMap((zone) => [`autodiscover.${zone}`, `autoconfig.${zone}`]),
      ...zones.map((zone) => `mta-sts.${zone}`),
    ];
    const certified = mail.of('Certificate').flatMap(({ spec }) => spec.dnsNames);
    expect(certified).toEqual(expect.arrayContaining(names));
    expect(inventory.dnsRecords.map(({ host }) => host)).toEqual(['mail.lantern.example', ...names]);
  });

  test('has the login of its first administrator, whose password everybody knows, behind the portal', () => {
    const route = mail.one('IngressRoute', 'mailcow');
    for (const path of ['/admin', '/admin/', '/domainadmin', '/rspamd/']) expect(wayTo(path, route)).toEqual(guarded);
    expect(wayTo('/', route)).toEqual(free);
    expect(inventory.exposures.map(({ claimedBy }) => claimedBy)).toEqual([
      expect.stringContaining('gives `admin` another password'),
      expect.stringContaining('log nobody in'),
      expect.stringContaining('log nobody in'),
    ]);
  });

  test('hands out its MTA-STS policy to whoever asks, and nothing else under that name', () => {
    const routes = mail.one('IngressRoute', 'mailcow-mta-sts').spec.routes;
    expect(routes).toHaveLength(1);
    expect(routes[0].match).toContain('/.well-known/mta-sts.txt');
    expect(mail.one('Certificate', 'mailcow-mta-sts').spec.dnsNames).toContain('mta-sts.harbour.example');
  });

  test('has its admin pages behind Authelia, and what mail clients call open', () => {
    const access = inventory.exposures[0]?.access;
    expect(access).toMatchObject({
      kind: 'forward-auth',
      groups: ['admins'],
      paths: ['/admin', '/domainadmin', '/rspamd'],
    });
    const routes = mail.one('IngressRoute', 'mailcow').spec.routes;
    expect(routes.at(-1).middlewares).toContainEqual({ name: 'drop-identity' });
  });

  test('takes mail from services on its submission port alone, by the public name that its certificate bears', () => {
    const edges = inventory.edges.filter(({ to }) => to.name === 'mailcow');
    expect(edges.map(({ from }) => from.name)).toEqual(['shop']);
    const peers = edges.flatMap(({ to }) => to.peers);
    expect(new Set(peers.flatMap(({ ports }) => ports.map(({ port }) => port)))).toEqual(new Set([587]));
    expect(manifests.env('shop').MAIL).toBe('mail.lantern.example');
  });
});
