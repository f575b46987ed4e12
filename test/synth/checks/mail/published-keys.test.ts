import type { App } from 'cdk8s';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import check from '../../../../synth/checks/mail/published-keys.ts';
import { object, scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** The mail host with a published key, a certificate and a signature. */
const published = (rotationPolicy: string | undefined, signed: 'resource' | 'data' | undefined) => () =>
  scratch({
    add: ({ prod }) => {
      new NamespaceChart(prod.node.root as App, 'prod-mail', { tier: 'prod' });
      object(prod, {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'mail', namespace: 'prod-mail' },
        spec: {
          secretName: 'mailcow-tls',
          dnsNames: ['mail.cjenti.com'],
          issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
          ...(rotationPolicy && { privateKey: { rotationPolicy } }),
        },
      });
    },
    stacks: (stacks) =>
      changedStack('dns', 'ovh_domain_zone_record', (records) => {
        const target = `3 1 1 ${'ab'.repeat(32)}`;
        records.tlsa = { ...records['cjenti-com_mail_a'], subdomain: '_25._tcp.mail', fieldtype: 'TLSA', target };
      })(stacks).map(({ name, json }) => {
        const signature = { ovh_domain_zone_dnssec: { zone: { zone_name: 'cjenti.com' } } };
        const own = name === 'dns' && signed ? { [signed]: { ...json[signed], ...signature } } : {};
        return { name, json: { ...json, ...own } };
      }),
  });

refuses(
  'a key that is made anew at each renewal',
  published('Always', 'resource'),
  'terraform/stacks/dns: the key of mail.cjenti.com is published and changes, got prod-web/object-',
);

refuses(
  'the default, which makes it anew too',
  published(undefined, 'data'),
  'mail.cjenti.com is published and changes',
);

refuses(
  'a zone that nobody signs',
  published('Never', undefined),
  'the key of mail.cjenti.com is published in a zone that nobody signs, got cjenti.com',
);

takes('a key that is kept, in a zone that Terraform signs', published('Never', 'resource'));
takes('a key that is kept, in a zone that was signed before', published('Never', 'data'));
