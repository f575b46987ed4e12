import { describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { dnsRecords, recordAddress, type ZoneRecord } from '../../stacks/index.ts';
import { inventoryOf, stack } from './scratch.ts';

type Host = Parameters<typeof inventoryOf>[1];
const records = (platform: Platform = uyoop, ...hosts: Host[]): readonly ZoneRecord[] =>
  dnsRecords(platform, inventoryOf(platform, ...hosts));
const at = (all: readonly ZoneRecord[], zone: string, name: string): string[] =>
  all.filter((record) => record.zone === zone && record.name === name).map(({ type, target }) => `${type} ${target}`);

describe('public names', () => {
  it('lead to the addresses of their machine', () => {
    expect(at(records(uyoop, 'blog.uyoop.fr'), 'uyoop.fr', 'blog')).toEqual(['A 192.0.2.10', 'AAAA 2001:db8::10']);
  });

  it('are never an alias at the apex of a zone', () => {
    const apex = at(records(uyoop, 'uyoop.com'), 'uyoop.com', '');
    expect(apex).toContain('A 192.0.2.10');
    expect(apex.some((record) => record.startsWith('CNAME'))).toBe(false);
  });

  it('stand once however often they are named', () => {
    expect(at(records(uyoop, 'blog.uyoop.fr', 'blog.uyoop.fr'), 'uyoop.fr', 'blog')).toHaveLength(2);
  });

  it('are refused in a zone that is not ours', () => {
    expect(() => records(uyoop, 'blog.example.org' as Host)).toThrow("host 'blog.example.org' is in no zone we own");
  });

  it('are refused when one leads to two machines', () => {
    const [first, second] = uyoop.machines;
    const both = [first, second].map((machine) => ({ host: 'blog.uyoop.fr', machine }));
    expect(() => dnsRecords(uyoop, { dnsRecords: both as never })).toThrow(
      /leads to '192.0.2.10' and to '198.51.100.20'/,
    );
  });
});

describe('mail', () => {
  const all = records();

  it('of every zone has MX, SPF, DKIM, DMARC and a way for clients to find it', () => {
    for (const zone of Object.keys(uyoop.zones)) {
      expect(at(all, zone, '')).toEqual(expect.arrayContaining(['MX 10 mail.cjenti.com.', 'TXT v=spf1 mx -all']));
      expect(at(all, zone, 'dkim._domainkey')[0]).toContain(`p=PLACEHOLDER+${zone.replace('.', '+')}`);
      expect(at(all, zone, '_dmarc')).toEqual([`TXT v=DMARC1; p=quarantine; rua=mailto:postmaster@${zone}`]);
      expect(at(all, zone, 'autodiscover')).toEqual(['CNAME mail.cjenti.com.']);
      expect(at(all, zone, 'autoconfig')).toEqual(['CNAME mail.cjenti.com.']);
      expect(at(all, zone, '_imaps._tcp')).toEqual(['SRV 0 1 993 mail.cjenti.com.']);
    }
  });

  it('of a zone without mail has none of them', () => {
    const zones = { ...uyoop.zones, 'uyoop.com': { mail: false } };
    expect(records({ ...uyoop, zones }).filter(({ zone, type }) => zone === 'uyoop.com' && type !== 'CAA')).toEqual([]);
  });

  it('host has its addresses although no web service names it', () => {
    expect(at(all, 'cjenti.com', 'mail')).toEqual(['A 192.0.2.10', 'AAAA 2001:db8::10']);
  });

  it('is announced on no port that is closed', () => {
    const machines = uyoop.machines.map((machine) => ({
      ...machine,
      ports: machine.ports.filter(({ port }) => port !== 993),
    }));
    expect(at(records({ ...uyoop, machines }), 'uyoop.fr', '_imaps._tcp')).toEqual([]);
    expect(at(records({ ...uyoop, machines }), 'uyoop.fr', '_submission._tcp')).toHaveLength(1);
  });

  it('keeps no alias where we serve the name ourselves', () => {
    const served = records(uyoop, 'autodiscover.uyoop.fr');
    expect(at(served, 'uyoop.fr', 'autodiscover')).toEqual(['A 192.0.2.10', 'AAAA 2001:db8::10']);
    expect(at(served, 'uyoop.com', 'autodiscover')).toEqual(['CNAME mail.cjenti.com.']);
  });

  it('writes a long DKIM key in strings of 255, as OVH gives it back, and a short one bare', () => {
    const dkim = { ...uyoop.owner.dkim, 'uyoop.fr': 'A'.repeat(392) };
    const [record] = at(records({ ...uyoop, owner: { ...uyoop.owner, dkim } }), 'uyoop.fr', 'dkim._domainkey');
    const strings = [...(record ?? '').matchAll(/"([^"]*)"/g)].map(([, string]) => string as string);
    expect(strings.map((string) => string.length)).toEqual([255, 392 + 'v=DKIM1;k=rsa;t=s;s=email;p='.length - 255]);
    expect(strings.join('')).toBe(`v=DKIM1;k=rsa;t=s;s=email;p=${'A'.repeat(392)}`);
    expect(at(all, 'uyoop.fr', 'dkim._domainkey')[0]).not.toContain('"');
  });

  it('needs a machine that the phase has', () => {
    const platform = { ...uyoop, phase: 1 as const, mail: { ...uyoop.mail, machine: 'ai-lab' } };
    expect(() => dnsRecords(platform, { dnsRecords: [] })).toThrow("mail is received by machine 'ai-lab'");
  });
});

describe('the dns stack', () => {
  const { json } = stack('dns', uyoop, 'blog.uyoop.fr');
  const written = json['resource'].ovh_domain_zone_record;

  it('writes every record under a name that tells what it is', () => {
    expect(written['uyoop-fr_blog_a']).toMatchObject({
      zone: 'uyoop.fr',
      subdomain: 'blog',
      fieldtype: 'A',
      target: '192.0.2.10',
    });
    expect(written['uyoop-fr_apex_caa_issue'].target).toBe('0 issue "letsencrypt.org"');
    expect(written['uyoop-fr_apex_caa_iodef'].target).toBe('0 iodef "mailto:acme@example.org"');
    expect(Object.keys(written)).toHaveLength(records(uyoop, 'blog.uyoop.fr').length);
  });

  it('renames nothing when a name is added', () => {
    const more = stack('dns', uyoop, 'www.uyoop.fr', 'blog.uyoop.fr').json['resource'].ovh_domain_zone_record;
    for (const [address, record] of Object.entries(written)) expect(more[address]).toEqual(record);
    expect(Object.keys(more)).toHaveLength(Object.keys(written).length + 2);
  });

  it('never destroys what mail depends on, and lets a web name go', () => {
    for (const address of ['uyoop-fr_apex_mx', 'uyoop-fr_apex_txt_spf', 'cjenti-com_mail_a']) {
      expect(written[address].lifecycle).toEqual({ prevent_destroy: true });
    }
    expect(written['uyoop-fr_blog_a'].lifecycle).toBeUndefined();
  });

  it('signs every zone', () => {
    const zones = Object.values<{ zone_name: string }>(json['resource'].ovh_domain_zone_dnssec);
    expect(zones.map(({ zone_name }) => zone_name)).toEqual(Object.keys(uyoop.zones));
  });

  it('makes names that Terraform takes', () => {
    const wild: ZoneRecord = { zone: 'uyoop.fr', name: '*.lab', type: 'A', target: '192.0.2.10' };
    for (const address of [...Object.keys(written), recordAddress(wild)]) {
      expect(address).toMatch(/^[a-z_][a-z0-9_-]*$/);
    }
  });
});
