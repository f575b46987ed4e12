import check from '../../../../synth/checks/mail/mail-routes.ts';
import type { Fields } from '../../../support/manifests.ts';
import { scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const changed = (change: (records: Fields) => void) => () =>
  scratch({ stacks: changedStack('dns', 'ovh_domain_zone_record', change) });

refuses(
  'an MX that OVH would read as a name of the zone itself',
  changed((records) => {
    records['uyoop-fr_apex_mx'].target = '10 mail.cjenti.com';
  }),
  "zone 'uyoop.fr' has an MX that does not lead to the mail host, got '10 mail.cjenti.com'",
);

refuses(
  'two SPF records, which count as none',
  changed((records) => {
    records.second = records['uyoop-fr_apex_txt'];
  }),
  "zone 'uyoop.fr' has more than one SPF record, which counts as none",
);
