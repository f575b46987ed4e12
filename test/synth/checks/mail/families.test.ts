import check from '../../../../synth/checks/mail/families.ts';
import { platform, scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const published = (subdomain: string, target: string) => () => {
  const { owner } = platform;
  const { 'core-prod': core, ...others } = owner.machines;
  return scratch({
    platform: { owner: { ...owner, machines: { 'core-prod': { ...core, ipv6: '2001:db8::10' }, ...others } } as never },
    stacks: changedStack('dns', 'ovh_domain_zone_record', (records) => {
      const { zone } = records['uyoop-fr_apex_caa'];
      records.second = { zone, subdomain, fieldtype: 'AAAA', target, ttl: 3600 };
    }),
  });
};

refuses(
  "a machine's own IPv6 address",
  published('wiki', '2001:db8::10'),
  'terraform/stacks/dns: wiki.uyoop.fr leads to core-prod by IPv6, where nothing answers: it gets no certificate, got AAAA 2001:db8::10',
);

takes('a name that somebody else serves', published('status', '2001:db8:ffff::1'));
