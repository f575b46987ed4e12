/*
 * Fields: ovh_domain_zone_record _dmarc and _smtp._tls; mailcow.zones, mailboxes and aliases of the contract; postmaster of
 * platform/owner.ts.
 * Allowed: reports to an address of ours that the mail host has, or to somebody else's; postmaster@ and abuse@ of every zone with
 * mail (RFC 5321, RFC 2142), and a postmaster whose mailbox is at the mail host. What nobody has bounces, unseen.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { contractOf } from '../../reading/contracts.ts';
import { type DnsRecord, recordsByZone } from '../../reading/dns.ts';
import { isOurs } from '../../reading/zones.ts';

const wanted = ['postmaster', 'abuse'] as const;
const cure = "hosts/contract/mailcow.ts makes the mail host's addresses: add it there, or report to another one";

export default wholeCheck(
  'addresses that others must be able to write to, and that the mail host does not have',
  (model) => {
    const mailcow = contractOf(model, model.platform.mail.machine)?.mailcow;
    if (!mailcow) return [];
    const there = new Set([...mailcow.mailboxes, ...mailcow.aliases].map(({ address }) => address));
    const { postmaster } = model.platform.owner;
    there.add(postmaster);
    const roles = mailcow.zones.flatMap(({ name }) => wanted.map((role) => `${role}@${name}`));
    return [
      ...missing(
        there,
        roles,
        `hosts/${model.platform.mail.machine}`,
        'every domain has this address, and ours bounces it',
      ),
      ...reports(model).flatMap(({ record, address }) =>
        missing(there, [address], 'terraform/stacks/dns', `${record.name}.${record.zone} sends reports to nobody`),
      ),
      ...homeless(mailcow.zones, postmaster),
    ];
  },
);

function missing(
  there: ReadonlySet<string>,
  addresses: readonly string[],
  where: string,
  what: string,
): readonly Letter[] {
  return addresses.filter((address) => !there.has(address)).map((got) => ({ where, what, got, cure }));
}

/** Addresses of our own that the zones ask others to report to. */
function reports(model: Model): readonly { readonly record: DnsRecord; readonly address: string }[] {
  const asking = [...recordsByZone(model).values()]
    .flat()
    .filter(({ name }) => ['_dmarc', '_smtp._tls'].includes(name));
  return asking.flatMap((record) =>
    [...record.target.matchAll(/mailto:([^\s,;!"]+)/gi)]
      .map(([, address]) => ({ record, address: (address ?? '').toLowerCase() }))
      .filter(({ address }) => isOurs(model.platform, address.split('@')[1] ?? '')),
  );
}

function homeless(zones: readonly { readonly name: string }[], postmaster: string): readonly Letter[] {
  if (zones.length === 0 || zones.some(({ name }) => postmaster.endsWith(`@${name}`))) return [];
  const what =
    'the postmaster has no mailbox at the mail host: what is passed on to somebody else is refused there as forged';
  const names = zones.map(({ name }) => name).join(', ');
  return [{ where: 'platform/owner.ts postmaster', what, got: `'${postmaster}'`, cure: `use a mailbox in ${names}` }];
}
