import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../synth/model/documents.ts';
import type { TerraformStackJson } from '../../../synth/model/model.ts';
import { letters, object, rewritten, scratch, tripped } from './scratch.ts';

type Json = Manifest[string];

const records = (change: (records: Json) => void) => (stacks: readonly TerraformStackJson[]) =>
  stacks.map((stack) => {
    const copy = structuredClone(stack);
    if (stack.name === 'dns') change(copy.json.resource.ovh_domain_zone_record);
    return copy;
  });

describe('check 9: mail', () => {
  it.each([
    ['uyoop-fr_apex_mx', 'no MX'],
    ['uyoop-fr_apex_txt', 'no SPF'],
    ['uyoop-fr_dkim-_domainkey_txt', 'no DKIM'],
    ['uyoop-fr__dmarc_txt', 'no DMARC'],
    ['uyoop-fr_autodiscover_cname', 'no autodiscover'],
    ['uyoop-com_apex_caa', 'no CAA'],
  ])('refuses a zone without %s', (address, what) => {
    const model = scratch({ stacks: records((all) => delete all[address]) });
    expect(tripped(model)).toEqual([9]);
    expect(letters(model)).toEqual([expect.stringContaining(what)]);
  });

  it('refuses an MX that OVH would read as a name of the zone itself', () => {
    const model = scratch({
      stacks: records((all) => {
        all['uyoop-fr_apex_mx'].target = '10 mail.cjenti.com';
      }),
    });
    expect(tripped(model)).toEqual([9]);
    expect(letters(model)[0]).toContain('does not lead to the mail host');
  });

  it('refuses two SPF records, which count as none', () => {
    const model = scratch({
      stacks: records((all) => {
        all.second = all['uyoop-fr_apex_txt'];
      }),
    });
    expect(letters(model)).toEqual([expect.stringContaining('more than one SPF record')]);
  });

  it('asks a zone without mail for none of it', () => {
    expect(letters(scratch()).filter((letter) => letter.includes('uyoop.com'))).toEqual([]);
  });

  it('refuses mail whose stack is not written', () => {
    expect(tripped(scratch({ stacks: () => [] }))).toEqual([9]);
  });
});

describe('check 9: certificates', () => {
  const changed = (change: (manifest: Json) => void) => rewritten(scratch(), change);

  it.each<[string, (manifest: Json) => void, string]>([
    [
      'a secret that no certificate makes',
      ({ kind, spec }) => {
        if (kind === 'Certificate') spec.secretName += '-old';
      },
      'a certificate that nobody renews',
    ],
    [
      'a host outside its certificate',
      ({ kind, spec }) => {
        if (kind === 'Certificate') spec.dnsNames = ['other.uyoop.fr'];
      },
      'is not in its certificate',
    ],
    [
      'no certificate at all',
      ({ kind, spec }) => {
        if (kind === 'IngressRoute') delete spec.tls;
      },
      'got no tls.secretName',
    ],
    [
      'an issuer that nobody writes',
      ({ kind, spec }) => {
        if (kind === 'Certificate') spec.issuerRef.name = 'zerossl';
      },
      'from an issuer that nobody writes',
    ],
    [
      'a kind of issuer that is not there',
      ({ kind, spec }) => {
        if (kind === 'Certificate') delete spec.issuerRef.kind;
      },
      "got Issuer 'letsencrypt'",
    ],
  ])('refuses a route with %s', (_, change, what) => {
    expect(tripped(changed(change))).toEqual([9]);
    expect(letters(changed(change)).join()).toContain(what);
  });

  it('takes a wildcard, one label deep', () => {
    const wildcard = changed(({ kind, spec }) => {
      if (kind === 'Certificate') spec.dnsNames = ['*.uyoop.fr'];
    });
    expect(letters(wildcard)).toEqual([]);
  });

  it('asks a plain redirect for no certificate', () => {
    const web = scratch({
      add: ({ prod }) =>
        object(prod, {
          apiVersion: 'traefik.io/v1alpha1',
          kind: 'IngressRoute',
          metadata: { name: 'plain', namespace: 'prod-web' },
          spec: {
            entryPoints: ['web'],
            routes: [
              {
                kind: 'Rule',
                match: 'Host(`old.uyoop.fr`)',
                services: [{ kind: 'TraefikService', name: 'noop@internal' }],
              },
            ],
          },
        }),
    });
    expect(letters(web)).toEqual([]);
  });
});
