import { describe, expect, it } from 'vitest';
import type { FoundInZone } from '../../platform/owner-facts.ts';
import type { Platform } from '../../platform/types.ts';
import { dnsRecords, recordAddress, type ZoneRecord } from '../../stacks/index.ts';
import { fixture } from '../support/platform.ts';
import { inventoryOf, reference, stack } from './scratch.ts';

const records = (platform: Platform = fixture, ...hosts: string[]): readonly ZoneRecord[] =>
  dnsRecords(platform, inventoryOf(platform, ...hosts));
const at = (all: readonly ZoneRecord[], zone: string, name: string): string[] =>
  all.filter((record) => record.zone === zone && record.name === name).map(({ type, target }) => `${type} ${target}`);

describe('public names', () => {
  it('lead to the address of their machine, by the one family that something answers on', () => {
    expect(fixture.owner.machines['quay']?.ipv6).toBe('2001:db8::77');
    expect(at(records(fixture, 'blog.harbour.example'), 'harbour.example', 'blog')).toEqual(['A 192.0.2.77']);
    expect(records().filter(({ type }) => type === 'AAAA')).toEqual([]);
  });

  it('are never an alias at the apex of a zone', () => {
    const apex = at(records(fixture, 'harbour.test'), 'harbour.test', '');
    expect(apex).toContain('A 192.0.2.77');
    expect(apex.some((record) => record.startsWith('CNAME'))).toBe(false);
  });

  it('stand once however often they are named', () => {
    expect(
      at(records(fixture, 'blog.harbour.example', 'blog.harbour.example'), 'harbour.example', 'blog'),
    ).toHaveLength(1);
  });

  it('are refused in a zone that is not ours', () => {
    expect(() => records(fixture, 'blog.example.org')).toThrow("host 'blog.example.org' is in no zone we own");
  });

  it('are refused when one leads to two machines', () => {
    const [first, second] = fixture.machines;
    const both = [first, second].map((machine) => ({ host: 'blog.harbour.example', machine }));
    expect(() => dnsRecords(fixture, { dnsRecords: both as never })).toThrow(
      /leads to '192.0.2.77' and to '198.51.100.77'/,
    );
  });
});

describe('mail', () => {
  const all = records();

  it('of every zone that has any has MX, SPF, DKIM, DMARC and a way for clients to find it', () => {
    const zones = Object.entries(fixture.zones).flatMap(([zone, facts]) => (facts.mail ? [{ zone, ...facts }] : []));
    expect(zones).toHaveLength(3);
    for (const { zone, dkim } of zones) {
      expect(at(all, zone, '')).toEqual(expect.arrayContaining(['MX 10 mail.lantern.example.', 'TXT v=spf1 mx -all']));
      expect(at(all, zone, 'dkim._domainkey')[0]).toContain(`p=${dkim}`);
      expect(at(all, zone, '_dmarc')).toEqual([`TXT v=DMARC1; p=quarantine; rua=mailto:postmaster@${zone}`]);
      expect(at(all, zone, 'autodiscover')).toEqual(['CNAME mail.lantern.example.']);
      expect(at(all, zone, 'autoconfig')).toEqual(['CNAME mail.lantern.example.']);
      expect(at(all, zone, '_imaps._tcp')).toEqual(['SRV 0 1 993 mail.lantern.example.']);
    }
  });

  it('tells whoever sends to us that our MX speaks TLS, and where to report that it did not', () => {
    expect(at(all, 'harbour.example', '_mta-sts')).toEqual([expect.stringMatching(/^TXT v=STSv1; id=[0-9a-f]{16};$/)]);
    expect(at(all, 'harbour.example', '_smtp._tls')).toEqual(['TXT v=TLSRPTv1; rua=mailto:postmaster@harbour.example']);
  });

  it('has another id of that policy when the policy changes, and the same otherwise', () => {
    const id = (mail: Partial<Platform['mail']>) =>
      at(records({ ...fixture, mail: { ...fixture.mail, ...mail } }), 'harbour.example', '_mta-sts')[0];
    const { mtaSts } = fixture.mail;
    expect(id({})).toBe(id({ submissionPort: 465 }));
    expect(id({ mtaSts: { ...mtaSts, mode: 'enforce' } })).not.toBe(id({}));
    expect(id({ mtaSts: { ...mtaSts, maxAgeSeconds: 1 } })).not.toBe(id({}));
  });

  it('names the key of the mail host’s certificate once it has one', () => {
    const digest = 'ab'.repeat(32);
    const known = (mailKeyDigest?: string) => ({ ...fixture, owner: { ...fixture.owner, mailKeyDigest } });
    expect(at(all, 'lantern.example', '_25._tcp.mail')).toEqual([]);
    expect(at(records(known(digest)), 'lantern.example', '_25._tcp.mail')).toEqual([`TLSA 3 1 1 ${digest}`]);
    expect(() => records(known('AB'.repeat(32)))).toThrow('owner.mailKeyDigest');
  });

  it('announces what Mailcow’s DNS page lists, each on its port, as soon as the port is open', () => {
    const ports = [110, 143, 465, 995, 4190].map((port) => ({ port, protocol: 'tcp' as const, owner: 'Mailcow' }));
    const machines = fixture.machines.map((machine) => ({ ...machine, ports: [...machine.ports, ...ports] }));
    const open = records({ ...fixture, machines });
    const announced = open.filter(({ zone, type }) => zone === 'harbour.example' && type === 'SRV');
    expect(Object.fromEntries(announced.map(({ name, target }) => [name, Number(target.split(' ')[2])]))).toEqual({
      '_autodiscover._tcp': 443,
      '_caldavs._tcp': 443,
      '_carddavs._tcp': 443,
      '_imap._tcp': 143,
      '_imaps._tcp': 993,
      '_pop3._tcp': 110,
      '_pop3s._tcp': 995,
      '_sieve._tcp': 4190,
      '_smtps._tcp': 465,
      '_submission._tcp': 587,
      '_submissions._tcp': 465,
    });
  });

  it('of a zone without mail has none of them', () => {
    const own = all.filter(({ zone }) => zone === 'harbour.test');
    expect(new Set(own.map(({ type }) => type))).toEqual(new Set(['CAA']));
  });

  it('host has its address although no web service names it', () => {
    expect(at(all, 'lantern.example', 'mail')).toEqual(['A 192.0.2.77']);
  });

  it('is announced on no port that is closed', () => {
    const machines = fixture.machines.map((machine) => ({
      ...machine,
      ports: machine.ports.filter(({ port }) => port !== 993),
    }));
    expect(at(records({ ...fixture, machines }), 'harbour.example', '_imaps._tcp')).toEqual([]);
    expect(at(records({ ...fixture, machines }), 'harbour.example', '_submission._tcp')).toHaveLength(1);
  });

  it('keeps no alias where we serve the name ourselves', () => {
    const served = records(fixture, 'autodiscover.harbour.example');
    expect(at(served, 'harbour.example', 'autodiscover')).toEqual(['A 192.0.2.77']);
    expect(at(served, 'lantern.test', 'autodiscover')).toEqual(['CNAME mail.lantern.example.']);
  });

  it('writes a long DKIM key in strings of 255, as OVH gives it back, and a short one bare', () => {
    const zones = {
      'harbour.example': { mail: true, dkim: 'A'.repeat(392) },
      'lantern.example': { mail: false },
    } as const;
    const [record] = at(records({ ...fixture, zones }), 'harbour.example', 'dkim._domainkey');
    const strings = [...(record ?? '').matchAll(/"([^"]*)"/g)].map(([, string]) => string as string);
    expect(strings.map((string) => string.length)).toEqual([255, 392 + 'v=DKIM1;k=rsa;t=s;s=email;p='.length - 255]);
    expect(strings.join('')).toBe(`v=DKIM1;k=rsa;t=s;s=email;p=${'A'.repeat(392)}`);
    expect(at(all, 'harbour.example', 'dkim._domainkey')[0]).not.toContain('"');
  });

  it('needs a machine that the phase has', () => {
    const platform = { ...fixture, phase: 1 as const, mail: { ...fixture.mail, machine: 'loft' } };
    expect(() => dnsRecords(platform, { dnsRecords: [] })).toThrow("mail is received by machine 'loft'");
  });
});

describe('the dns stack', () => {
  const { json } = stack('dns', fixture, 'blog.harbour.example');
  const written = json['resource'].ovh_domain_zone_record;

  it('writes every record under a name that tells what it is', () => {
    expect(written['harbour-example_blog_a']).toMatchObject({
      zone: 'harbour.example',
      subdomain: 'blog',
      fieldtype: 'A',
      target: '192.0.2.77',
    });
    expect(written['harbour-example_apex_caa_issue'].target).toBe('0 issue "letsencrypt.org"');
    expect(written['harbour-example_apex_caa_iodef'].target).toBe('0 iodef "mailto:acme@elsewhere.example"');
    expect(Object.keys(written)).toHaveLength(records(fixture, 'blog.harbour.example').length);
  });

  it('renames nothing when a name is added', () => {
    const more = stack('dns', fixture, 'www.harbour.example', 'blog.harbour.example').json['resource']
      .ovh_domain_zone_record;
    for (const [address, record] of Object.entries(written)) expect(more[address]).toEqual(record);
    expect(Object.keys(more)).toHaveLength(Object.keys(written).length + 1);
  });

  it('never destroys what mail depends on, and lets a web name go', () => {
    for (const address of ['harbour-example_apex_mx', 'harbour-example_apex_txt_spf', 'lantern-example_mail_a']) {
      expect(written[address].lifecycle).toEqual({ prevent_destroy: true });
    }
    expect(written['harbour-example_blog_a'].lifecycle).toBeUndefined();
  });

  it('signs every zone', () => {
    const zones = Object.values<{ zone_name: string }>(json['resource'].ovh_domain_zone_dnssec);
    expect(zones.map(({ zone_name }) => zone_name)).toEqual(Object.keys(fixture.zones));
  });

  it('leads the address of the mail host back to it, once the name leads there', () => {
    expect(Object.keys(json['resource'].ovh_ip_reverse)).toEqual(['lantern-example_mail_a']);
    expect(json['resource'].ovh_ip_reverse['lantern-example_mail_a']).toMatchObject({
      ip: '192.0.2.77/32',
      ip_reverse: '192.0.2.77',
      reverse: 'mail.lantern.example.',
      depends_on: ['ovh_domain_zone_record.lantern-example_mail_a'],
    });
  });

  it('makes names that Terraform takes', () => {
    const wild: ZoneRecord = { zone: 'harbour.example', name: '*.lab', type: 'A', target: '192.0.2.77' };
    for (const address of [...Object.keys(written), recordAddress(wild)]) {
      expect(address).toMatch(/^[a-z_][a-z0-9_-]*$/);
    }
  });
});

describe('what stood in a zone before', () => {
  const found = (facts: FoundInZone) => {
    const zones = { ...fixture.zones, 'harbour.test': { mail: false as const, ...facts } };
    return stack('dns', { ...fixture, zones }, 'harbour.test').json;
  };
  const listed = (facts: FoundInZone): string => found(facts)['locals']['harbour-test-foreign'];

  it('stops the plan of every zone while a record is not ours, and says what deletes it', () => {
    const { data, output } = found({});
    expect(Object.keys(output)).toEqual(Object.keys(fixture.zones).map((zone) => `${zone.replace('.', '-')}-foreign`));
    expect(data.ovh_domain_zone_record['harbour-test'].for_each).toContain(
      'data.ovh_domain_zone_records.harbour-test.ids',
    );
    const { condition, error_message } = output['harbour-test-foreign'].precondition;
    expect(condition).toBe(reference('length(local.harbour-test-foreign) == 0'));
    expect(error_message).toContain('harbour.test holds records that are not ours');
    expect(error_message).toContain('\n  ovhcloud domain-zone refresh harbour.test\n');
    expect(listed({})).toContain(`  ovhcloud domain-zone record delete harbour.test ${reference('r.id')}  # `);
  });

  it('is told from ours by a TTL that every record of ours has, so that a change or a removal stops nothing', () => {
    const marks = Object.values<{ ttl: number }>(found({})['resource'].ovh_domain_zone_record).map(({ ttl }) => ttl);
    expect(new Set(marks).size).toBe(1);
    // OVH's own have 0, and people write round numbers.
    expect(Number(marks[0]) % 10).not.toBe(0);
    expect(listed({})).toContain(`if !(r.ttl == ${marks[0]} || r.field_type == "NS" && r.sub_domain == "")`);
  });

  it('is imported where the owner adopts it, kept where he gives a reason, and neither stops the plan', () => {
    const json = found({
      adopts: { 'harbour-test_apex_a': 4711 },
      keeps: { 4712: 'proves the zone to a search engine' },
    });
    expect(json['import']).toEqual([{ id: '4711.harbour.test', to: 'ovh_domain_zone_record.harbour-test_apex_a' }]);
    expect(json['locals']['harbour-test-foreign']).toContain('contains([4711, 4712], r.id)');
    expect(json['locals']['harbour-example-foreign']).not.toContain('contains');
  });

  it('cannot be adopted as a record that we do not make', () => {
    expect(() => found({ adopts: { 'harbour-test_apex_mx': 1 } })).toThrow(
      "zone 'harbour.test' adopts 'harbour-test_apex_mx', which is no record of ours there (harbour-test_apex_a, ",
    );
  });

  it('keeps its signature: a zone that is signed is asked, and nothing signs it or lets it go unsigned', () => {
    const { data, resource, removed, terraform } = found({ signed: true });
    expect(Object.keys(resource.ovh_domain_zone_dnssec)).not.toContain('harbour-test');
    const { zone_name, lifecycle } = data.ovh_domain_zone_dnssec['harbour-test'];
    expect(zone_name).toBe('harbour.test');
    expect(lifecycle.postcondition[0].condition).toBe(reference('self.status == "enabled"'));
    expect(removed).toEqual([{ from: 'ovh_domain_zone_dnssec.harbour-test', lifecycle: { destroy: false } }]);
    expect(terraform.required_version).toBe('>= 1.10.0');
  });
});
