import check from '../../../../synth/checks/mail/reverse-names.ts';
import type { Fields } from '../../../support/manifests.ts';
import { scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const changed = (type: string, change: (resources: Fields) => void) => () =>
  scratch({ stacks: changedStack('dns', type, change) });

refuses(
  'an address without a reverse',
  changed('ovh_ip_reverse', (reverses) => delete reverses.mail),
  'terraform/stacks/dns: 192.0.2.10, which mail.cjenti.com leads to, does not lead back to it, got no reverse',
);

refuses(
  'the name that the provider gave it',
  changed('ovh_ip_reverse', ({ mail }) => {
    mail.reverse = 'vps-1.vps.ovh.net.';
  }),
  'does not lead back to it, got vps-1.vps.ovh.net.',
);

refuses(
  'a second address that leads nowhere',
  changed('ovh_domain_zone_record', (records) => {
    records.second = { ...records['cjenti-com_mail_a'], target: '192.0.2.11' };
  }),
  '192.0.2.11, which mail.cjenti.com leads to',
);

takes(
  'a reverse without the dot at its end',
  changed('ovh_ip_reverse', ({ mail }) => {
    mail.reverse = 'mail.cjenti.com';
  }),
);

takes(
  'an address of another name',
  changed('ovh_domain_zone_record', (records) => {
    records.other = { ...records['cjenti-com_mail_a'], subdomain: 'drive', target: '192.0.2.11' };
  }),
);
