import check from '../../../../synth/checks/mail/foreign-records.ts';
import type { Fields } from '../../../support/manifests.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const changed = (change: (json: Fields) => void) => () =>
  scratch({
    stacks: (stacks) =>
      stacks.map((stack) => {
        const copy = structuredClone(stack);
        if (stack.name === 'dns') change(copy.json);
        return copy;
      }),
  });
const passes =
  "terraform/stacks/dns/cdk.tf.json: zone 'uyoop.com' may hold records that are not ours, and no plan stops for";

refuses(
  'a zone that nobody looks at',
  changed(({ data }) => delete data.ovh_domain_zone_record['uyoop-com']),
  passes,
);

refuses(
  'a look of which nothing follows',
  changed(({ output }) => delete output['uyoop-com']),
  passes,
);

refuses(
  'a look at one record and not at each',
  changed(({ data }) => delete data.ovh_domain_zone_record['uyoop-com'].for_each),
  passes,
);

refuses(
  'a record of ours with another TTL, which would stop every later plan',
  changed(({ resource }) => {
    resource.ovh_domain_zone_record['uyoop-fr_apex_mx'].ttl = 60;
  }),
  "zone 'uyoop.fr' has records of ours that its own guard takes for somebody else's, got ttl 60",
);

takes(
  'a zone in which nothing is ours',
  changed(({ resource, data }) => {
    const records = resource.ovh_domain_zone_record;
    for (const [address, { zone }] of Object.entries<Fields>(records))
      if (zone === 'example.org') delete records[address];
    delete data.ovh_domain_zone_record['example-org'];
  }),
);
