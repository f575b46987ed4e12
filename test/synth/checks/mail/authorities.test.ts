import check from '../../../../synth/checks/mail/authorities.ts';
import { scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one without mail too',
  () =>
    scratch({
      stacks: changedStack('dns', 'ovh_domain_zone_record', (records) => {
        delete records['uyoop-com_apex_caa'];
      }),
    }),
  "terraform/stacks/dns: zone 'uyoop.com' has no CAA record, got no record at all",
);
