import check from '../../../../synth/checks/mail/mail-records.ts';
import { scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const without =
  (...addresses: readonly string[]) =>
  () =>
    scratch({
      stacks: changedStack('dns', 'ovh_domain_zone_record', (records) => {
        for (const address of addresses) delete records[address];
      }),
    });
const lacks = (what: string) => `terraform/stacks/dns: zone 'uyoop.fr' receives mail and has no ${what}, got CAA`;

refuses('no MX', without('uyoop-fr_apex_mx'), lacks('MX'));
refuses('no SPF', without('uyoop-fr_apex_txt'), lacks('SPF'));
refuses('no DKIM', without('uyoop-fr_dkim-_domainkey_txt'), lacks('DKIM'));
refuses('no DMARC', without('uyoop-fr__dmarc_txt'), lacks('DMARC'));
refuses('no autodiscover', without('uyoop-fr_autodiscover_cname'), lacks('autodiscover'));
refuses('no autoconfig', without('uyoop-fr_autoconfig_cname'), lacks('autoconfig'));
refuses('no MTA-STS', without('uyoop-fr__mta-sts_txt'), lacks('MTA-STS'));
refuses('no name for its policy', without('uyoop-fr_mta-sts_cname'), lacks("name for MTA-STS's policy"));
refuses('no TLS-RPT', without('uyoop-fr__smtp-_tls_txt'), lacks('TLS-RPT'));
refuses('two of them, told once', without('uyoop-fr_apex_mx', 'uyoop-fr__dmarc_txt'), lacks('MX, no DMARC'));

refuses(
  'a stack that is not written, told once',
  () => scratch({ stacks: (stacks) => stacks.filter(({ name }) => name !== 'dns') }),
  'terraform/stacks/dns: zones receive mail, and no DNS record at all is written, got uyoop.fr, cjenti.com',
);

takes('a zone without mail, of which nothing is asked', without('uyoop-com_apex_mx'));
