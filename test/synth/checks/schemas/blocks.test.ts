import check from '../../../../synth/checks/schemas/blocks.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const signature = { zone_name: 'uyoop.com' };

refuses(
  'an argument that the provider does not know',
  () =>
    scratch({
      stacks: (stacks) => [
        ...stacks,
        { name: 'extra', json: { resource: { ovh_domain_zone_dnssec: { a: { ...signature, typo: 1 } } } } },
      ],
    }),
  'terraform/stacks/extra/cdk.tf.json ovh_domain_zone_dnssec.a.typo: the schema has no such argument',
);
