import check from '../../../../synth/checks/schemas/blocks.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const record = { zone: 'uyoop.com', fieldtype: 'A', target: '192.0.2.1' };

refuses(
  'an argument that the provider does not know',
  () =>
    scratch({
      stacks: (stacks) => [
        ...stacks,
        { name: 'extra', json: { resource: { ovh_domain_zone_record: { a: { ...record, typo: 1 } } } } },
      ],
    }),
  'terraform/stacks/extra/cdk.tf.json ovh_domain_zone_record.a.typo: the schema has no such argument',
);
