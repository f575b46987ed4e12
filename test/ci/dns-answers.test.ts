import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { differences } from '../../.ci/dns-answers.mjs';
import { stack } from '../stacks/scratch.ts';
import { fixture } from '../support/platform.ts';
import { nameServer, type Zone } from './name-server.ts';

const { json } = stack('dns', fixture, 'blog.harbour.example');
const opened: { close: () => void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** What two name servers of every zone, and a resolver, have to answer for the stack to be true. */
function faithful(): Zone {
  const zone: Record<string, string[]> = {};
  const records = json['resource'].ovh_domain_zone_record as Record<string, Record<string, string>>;
  for (const { zone: apex, subdomain, fieldtype, target = '' } of Object.values(records)) {
    const key = `${subdomain ? `${subdomain}.${apex}` : apex} ${fieldtype}`;
    zone[key] = [...(zone[key] ?? []), target.replaceAll('" "', '').replaceAll('"', '')];
  }
  zone['77.2.0.192.in-addr.arpa PTR'] = ['mail.lantern.example.'];
  return zone;
}

/** What is found when the second of the servers answers otherwise. */
async function found(change: Zone = {}): Promise<readonly string[]> {
  const [first, second] = [await nameServer(faithful()), await nameServer({ ...faithful(), ...change })];
  opened.push(first, second);
  const resolver = new Resolver();
  resolver.setServers([second.address]);
  const lines = await differences(json, async () => [first.address, second.address], resolver);
  return lines.map((line) => line.replace(second.address, 'the second'));
}

describe('what the name servers answer', () => {
  it('is what the stack says', async () => {
    expect(await found()).toEqual([]);
  });

  it('is missed when a refresh was refused: nothing is served that was applied', async () => {
    const lines = await found(Object.fromEntries(Object.keys(faithful()).map((key) => [key, []])));
    expect(lines).toHaveLength(Object.keys(faithful()).length);
    expect(lines).toContain('blog.harbour.example A: the second answers nothing, written is 192.0.2.77');
  });

  it.each([
    ['a better MX beside ours', 'harbour.example MX', ['10 mail.lantern.example.', '1 mx1.mail.ovh.net.']],
    ['a second SPF', 'harbour.example TXT', ['v=spf1 mx -all', 'v=spf1 include:mx.ovh.com ~all']],
    ['a second address', 'blog.harbour.example A', ['192.0.2.77', '213.186.33.5']],
    ['the target before the change', 'blog.harbour.example A', ['192.0.2.1']],
    ['an alias of somebody else', 'autoconfig.harbour.example CNAME', ['mailconfig.ovh.net.']],
    ['another authority', 'harbour.example CAA', ['0 issue pki.goog', '0 iodef mailto:acme@elsewhere.example']],
    ['a service elsewhere', '_imaps._tcp.harbour.example SRV', ['0 0 993 ssl0.ovh.net.']],
    ['an address that leads elsewhere', '77.2.0.192.in-addr.arpa PTR', ['vps-quay.vps.ovh.net.']],
  ])('is refused with %s', async (_, key, answers) => {
    const lines = await found({ [key]: answers });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain((answers.at(-1) ?? '').replace(/\.$/, ''));
  });

  it('may have a text of another purpose beside ours', async () => {
    expect(await found({ 'harbour.example TXT': ['v=spf1 mx -all', 'search-engine=4711'] })).toEqual([]);
  });

  it('is refused when a server cannot be asked', async () => {
    const server = await nameServer({});
    server.close();
    const lines = await differences({ resource: { ovh_domain_zone_record: { a: record } } }, async () => [
      server.address,
    ]);
    expect(lines[0]).toMatch(/answers E[A-Z]+/);
  });
});

const record = { zone: 'harbour.example', subdomain: '', fieldtype: 'A', target: '192.0.2.77' };
