import { describe, expect, test } from 'vitest';
import { uyoop } from '../../../platform/uyoop.ts';
import { composed } from '../../support/composed.ts';

const { manifests, inventory } = composed(1);
const mail = manifests.in('prod-mail');

describe('Mailcow, seen from the cluster', () => {
  test('is a Service without selector and an EndpointSlice on the mesh address: no pod reaches 127.0.0.1', () => {
    expect(mail.one('Service', 'mailcow').spec).toEqual({ ports: [{ name: 'https', port: 443, targetPort: 8443 }] });
    const slice = mail.one('EndpointSlice', 'mailcow');
    expect(slice.endpoints).toEqual([{ addresses: ['10.8.0.1'], conditions: { ready: true } }]);
    expect(slice.ports).toEqual([{ name: 'https', port: 8443, protocol: 'TCP' }]);
    expect(slice.metadata.labels).toMatchObject({
      'kubernetes.io/service-name': 'mailcow',
      'endpointslice.kubernetes.io/managed-by': 'uyoop',
    });
  });

  test('is no ExternalName, which Traefik refuses', () => {
    expect(manifests.of('Service').filter(({ spec }) => spec.type === 'ExternalName')).toEqual([]);
  });

  test('listens where the machine says that it does, and nobody else', () => {
    const machine = uyoop.machines.find(({ name }) => name === uyoop.mail.machine);
    const claimed = machine?.ports.filter(({ port }) => port === uyoop.mail.webPort);
    expect(claimed).toEqual([{ port: 8443, protocol: 'tcp', owner: 'Mailcow', address: '10.8.0.1' }]);
    expect([8081, 9081, 9082, 65510]).not.toContain(uyoop.mail.webPort);
  });

  test('is spoken to over TLS, under its own name, and its certificate is checked', () => {
    expect(mail.one('ServersTransport', 'mailcow').spec).toEqual({ serverName: 'mail.cjenti.com' });
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
    expect(certificate.dnsNames).toContain('mail.cjenti.com');
    expect(certificate.privateKey).toEqual({ rotationPolicy: 'Never' });
  });

  test('answers autodiscover and autoconfig of every zone that has mail, with a certificate and a record for each', () => {
    const names = Object.keys(uyoop.zones).flatMap((zone) => [`autodiscover.${zone}`, `autoconfig.${zone}`]);
    const certified = mail.of('Certificate').flatMap(({ spec }) => spec.dnsNames);
    expect(certified).toEqual(expect.arrayContaining(names));
    expect(inventory.dnsRecords.map(({ host }) => host)).toEqual(expect.arrayContaining(names));
  });

  test('has its admin pages behind Authelia, and what mail clients call open', () => {
    const access = inventory.exposures.find(({ host }) => host === 'mail.cjenti.com')?.access;
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
    expect(edges.map(({ from }) => from.name)).toEqual(expect.arrayContaining(['ghost', 'nextcloud', 'authelia']));
    const peers = edges.flatMap(({ to }) => to.peers);
    expect(new Set(peers.flatMap(({ ports }) => ports.map(({ port }) => port)))).toEqual(new Set([587]));
    expect(manifests.in('prod-web').env('ghost').mail__options__host).toBe('mail.cjenti.com');
  });
});
