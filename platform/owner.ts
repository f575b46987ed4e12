/**
 * What only the owner can know. Every value below is a placeholder from a documentation range (RFC 5737, RFC 3849,
 * `example`, a run of zeros): synth works with them and lists them, `npm run synth -- --production` refuses them.
 */
import type { Owner, ZoneFacts } from './owner-facts.ts';

/** The zones we own, one entry each. A host outside them does not compile. */
export const zones = {
  'uyoop.fr': { mail: true, dkim: 'PLACEHOLDER+uyoop+fr' },
  'uyoop.com': { mail: true, dkim: 'PLACEHOLDER+uyoop+com' },
  'cjenti.com': { mail: true, dkim: 'PLACEHOLDER+cjenti+com' },
  'cjenti.fr': { mail: true, dkim: 'PLACEHOLDER+cjenti+fr' },
} satisfies Readonly<Record<string, ZoneFacts>>;

export const owner: Owner = {
  machines: {
    'core-prod': {
      ipv4: '192.0.2.10',
      ipv6: '2001:db8::10',
      serviceName: 'vps-00000001.vps.ovh.net',
      wireguardKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=',
    },
    'ai-lab': {
      ipv4: '198.51.100.20',
      ipv6: '2001:db8::20',
      serviceName: 'vps-00000002.vps.ovh.net',
      wireguardKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI=',
    },
  },
  ovh: { cloudProject: '00000000000000000000000000000000', subsidiary: 'FR' },
  repository: {
    url: 'https://gitlab.com/example/uyoop-platform.git',
    branch: 'main',
    group: 'example',
    gitlabProject: '00000000',
    gitlabGroup: '00000000',
    private: true,
  },
  github: 'example',
  acmeMail: 'acme@example.org',
  alertMail: 'alerts@example.org',
  postmaster: 'PLACEHOLDER@cjenti.com',
};
