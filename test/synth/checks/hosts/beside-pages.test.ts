import type { App } from 'cdk8s';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { images } from '../../../../platform/versions.ts';
import check from '../../../../synth/checks/hosts/beside-pages.ts';
import { object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses, takes } = twin(check);

const slice = {
  add: ({ prod }: { prod: NamespaceChart }) => {
    new NamespaceChart(prod.node.root as App, 'prod-mail', { tier: 'prod' });
    object(prod, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'mailcow', namespace: 'prod-mail' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.8.0.1'] }],
      ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
    });
  },
};
const web = (port: number) => () =>
  told('core-prod', ({ mailcow }) => ({ mailcow: mailcow && { ...mailcow, web: { ...mailcow.web, port } } }), slice);

refuses("Mailcow's web", web(8444), "Mailcow's web listens at 10.8.0.1:8444, got 10.8.0.1:8443");
refuses(
  'Mailcow at all',
  () => told('core-prod', () => ({ mailcow: undefined })),
  'hosts/core-prod: the mail host is not told to run Mailcow, got nothing',
);
refuses(
  "its web on a port of Mailcow's own",
  () =>
    told('core-prod', ({ mailcow }) => ({ mailcow: mailcow && { ...mailcow, web: { ...mailcow.web, port: 9081 } } })),
  'hosts/core-prod: Mailcow needs this port for itself, got 9081',
);
refuses(
  "CrowdSec's local API",
  () => told('ai-lab', ({ crowdsec }) => ({ crowdsec: { ...crowdsec, api: { ...crowdsec.api, port: 8081 } } })),
  "hosts/ai-lab: CrowdSec's local API listens at 10.8.0.1:8080, got 10.8.0.1:8081",
);
refuses(
  'a page that Prometheus reads',
  () => told('core-prod', () => ({ cadvisor: { image: images.cadvisor, address: '10.8.0.1', port: 9180 } })),
  'hosts/core-prod: cAdvisor is scraped at nowhere, got 10.8.0.1:9180',
);
refuses(
  'a local API that nobody runs',
  () => told('core-prod', ({ crowdsec }) => ({ crowdsec: { ...crowdsec, serves: false } })),
  "hosts/core-prod: CrowdSec's local API listens at 10.8.0.1:8080, here, got 10.8.0.1:8080",
);
refuses(
  'its certificate',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          metadata: { name: 'mail', namespace: 'prod-web' },
          spec: {
            secretName: 'mail-tls',
            dnsNames: ['mail.cjenti.com'],
            issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
          },
        }),
    }),
  'Mailcow takes its certificate from prod-mail/mailcow-tls, got prod-web/mail-tls',
);
takes('them where they are', () => scratch());
