import check from '../../../../synth/checks/mail/report-addresses.ts';
import { told } from '../hosts/told.ts';
import { onPlatform, platform, scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const without = (address: string) => () =>
  told('core-prod', ({ mailcow }) => ({
    mailcow: mailcow && { ...mailcow, aliases: mailcow.aliases.filter((alias) => alias.address !== address) },
  }));
const reporting = (to: string) => () =>
  scratch({
    stacks: changedStack('dns', 'ovh_domain_zone_record', (records) => {
      Object.assign(records['uyoop-fr__dmarc_txt'] ?? {}, { target: `v=DMARC1; p=quarantine; rua=mailto:${to}` });
    }),
  });
const answering = (postmaster: string) => () => onPlatform({ owner: { ...platform.owner, postmaster } });

refuses(
  'no abuse@ of a zone',
  without('abuse@uyoop.fr'),
  'hosts/core-prod: every domain has this address, and ours bounces it, got abuse@uyoop.fr',
);
refuses(
  'a report to a mailbox that nobody has',
  reporting('dmarc@uyoop.fr!10m'),
  'terraform/stacks/dns: _dmarc.uyoop.fr sends reports to nobody, got dmarc@uyoop.fr',
);
refuses(
  'a postmaster elsewhere',
  answering('owner@elsewhere.net'),
  "platform/owner.ts postmaster: the postmaster has no mailbox at the mail host: what is passed on to somebody else is refused there as forged, got 'owner@elsewhere.net'",
);
takes('a report to somebody else', reporting('reports@elsewhere.net'));
takes('a postmaster who is called so', answering('postmaster@uyoop.fr'));
