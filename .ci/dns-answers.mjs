// Asks the name servers of each zone for every record of the dns stack. A refresh that OVH refuses is a line in Terraform's log
// and no error: the records are then in OVH's database and served by nobody.
import { Resolver, resolve4, resolveNs } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const pauseSeconds = 20;

/** What a stack writes, by name and type. */
export function writtenIn({ resource }) {
  const sets = new Map();
  for (const { zone, subdomain, fieldtype, target } of Object.values(resource.ovh_domain_zone_record)) {
    const name = subdomain ? `${subdomain}.${zone}` : zone;
    const set = sets.get(`${name} ${fieldtype}`) ?? { zone, name, type: fieldtype, targets: [] };
    set.targets.push(plain(target));
    sets.set(`${name} ${fieldtype}`, set);
  }
  return [...sets.values()];
}

/** What a stack leads addresses back to. */
export function reversesIn({ resource }) {
  return Object.values(resource.ovh_ip_reverse ?? {}).map(({ ip_reverse, reverse }) => ({
    address: ip_reverse,
    name: plain(reverse),
  }));
}

/**
 * What the servers of the zones answer otherwise than it is written, one line each.
 *
 * @param serversOf addresses of the name servers of a zone
 */
export async function differences(stack, serversOf, resolver = new Resolver()) {
  const zones = [...new Set(writtenIn(stack).map(({ zone }) => zone))];
  const servers = new Map(await Promise.all(zones.map(async (zone) => [zone, await serversOf(zone)])));
  const lines = [];
  for (const set of writtenIn(stack)) {
    for (const server of servers.get(set.zone)) lines.push(...(await compared(set, server)));
  }
  for (const { address, name } of reversesIn(stack)) {
    const answered = (await settled(resolver.reverse(address))).map(plain);
    if (!same(answered, [name])) lines.push(line(`${address} PTR`, 'the resolver', answered, [name]));
  }
  return lines;
}

async function compared({ name, type, targets }, server) {
  const answered = (await answers(name, type, server)).map(plain);
  const counted = type === 'TXT' ? answered.filter((text) => rivals(text, targets)) : answered;
  return same(counted, targets) ? [] : [line(`${name} ${type}`, server, answered, targets)];
}

/** A name may have other TXT, of other purposes: only a second of one purpose, such as v=spf1, is wrong. */
const rivals = (text, targets) => targets.some((target) => purpose(target) === purpose(text));
const purpose = (text) => text.split(/[\s;=]/, 2).join('=');

/** A resolver for one question: Node keeps answers, and a second try would be told what the first was. */
async function answers(name, type, server) {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  resolver.setServers([server]);
  if (type === 'TLSA' && !resolver.resolveTlsa) return ['Node 22.15 is needed to ask for TLSA'];
  const found = await settled(type === 'TLSA' ? resolver.resolveTlsa(name) : resolver.resolve(name, type));
  return found.map((answer) => presented(type, answer));
}

/** An answer as OVH writes it. */
function presented(type, answer) {
  if (type === 'MX') return `${answer.priority} ${answer.exchange}`;
  if (type === 'SRV') return `${answer.priority} ${answer.weight} ${answer.port} ${answer.name}`;
  if (type === 'TXT') return answer.join('');
  if (type === 'CAA') {
    const { critical, ...rest } = answer;
    const [[tag, value]] = Object.entries(rest).filter(([key]) => key !== 'type');
    return `${critical} ${tag} ${value}`;
  }
  if (type === 'TLSA') {
    const { certUsage, selector, match, data } = answer;
    return `${certUsage} ${selector} ${match} ${Buffer.from(data).toString('hex')}`;
  }
  return answer;
}

/** One spelling: no quotes, strings of a long text put together, no dot at the end, an address in its shortest form. */
function plain(target) {
  const bare = target.replaceAll('" "', '').replaceAll('"', '').replace(/\.$/, '');
  return bare.includes('::') || /^[0-9a-f]*:[0-9a-f:]+$/i.test(bare) ? new URL(`http://[${bare}]`).hostname : bare;
}

/** What is not there is no answer; what cannot be asked is one that differs from everything. */
async function settled(question) {
  try {
    return await question;
  } catch ({ code }) {
    return ['ENODATA', 'ENOTFOUND'].includes(code) ? [] : [code];
  }
}

const same = (left, right) => [...left].sort().join('\n').toLowerCase() === [...right].sort().join('\n').toLowerCase();
const line = (what, server, answered, targets) =>
  `${what}: ${server} answers ${answered.join(' and ') || 'nothing'}, written is ${targets.join(' and ')}`;

async function serversOf(zone) {
  const names = await resolveNs(zone);
  return (await Promise.all(names.map((name) => resolve4(name)))).flat();
}

async function main(dist = 'dist', minutes = '15') {
  const stack = JSON.parse(readFileSync(join(dist, 'terraform/stacks/dns/cdk.tf.json'), 'utf8'));
  const end = Date.now() + Number(minutes) * 60_000;
  for (;;) {
    const lines = await differences(stack, serversOf);
    if (lines.length === 0) return 0;
    if (Date.now() > end) {
      console.error(
        ['The zones do not answer as dist/ says. Was a refresh refused? See docs/rights.md.', ...lines].join('\n  '),
      );
      return 1;
    }
    await wait(pauseSeconds * 1000);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(...process.argv.slice(2));
