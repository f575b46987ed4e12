import { describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/types.ts';
import { dnsRecords, recordAddress, type ZoneRecord } from '../../stacks/index.ts';
import { fixture } from '../support/platform.ts';
import { inventoryOf, stack } from './scratch.ts';

const records = (platform: Platform = fixture, ...hosts: string[]): readonly ZoneRecord[] =>
  dnsRecords(platform, inventoryOf(platform, ...hosts));
const at = (all: readonly ZoneRecord[], zone: string, name: string): string[] =>
  all.filter((record) => record.zone === zone && record.name === name).map(({ type, target }) => `${type} ${target}`);

describe('public names', () => {
  it('lead to the addresses of their machine', () => {
    expect(at(records(fixture, 'blog.harbour.example'), 'harbour.example', 'blog')).toEqual([
      'A 192.0.2.77',
      'AAAA 2001:db8::77',
    ]);
  });

  it('are never an alias at the apex of a zone', () => {
    const apex = at(records(fixture, 'harbour.test'), 'harbour.test', '');
    expect(apex).toContain('A 192.0.2.77');
    expect(apex.some((record) => record.startsWith('CNAME'))).toBe(false);
  });

  it('stand once however often they are named', () => {
    expect(
      at(records(fixture, 'blog.harbour.example', 'blog.harbour.example'), 'harbour.example', 'blog'),
    ).toHaveLength(2);
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

  it('of a zone without mail has none of them', () => {
    const own = all.filter(({ zone }) => zone === 'harbour.test');
    expect(new Set(own.map(({ type }) => type))).toEqual(new Set(['CAA']));
  });

  it('host has its addresses although no web service names it', () => {
    expect(at(all, 'lantern.example', 'mail')).toEqual(['A 192.0.2.77', 'AAAA 2001:db8::77']);
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
    expect(at(served, 'harbour.example', 'autodiscover')).toEqual(['A 192.0.2.77', 'AAAA 2001:db8::77']);
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
    expect(Object.keys(more)).toHaveLength(Object.keys(written).length + 2);
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

  it('makes names that Terraform takes', () => {
    const wild: ZoneRecord = { zone: 'harbour.example', name: '*.lab', type: 'A', target: '192.0.2.77' };
    for (const address of [...Object.keys(written), recordAddress(wild)]) {
      expect(address).toMatch(/^[a-z_][a-z0-9_-]*$/);
    }
  });
});
