import { landmarks } from '../../constructs/facts/landmarks.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import { bucketName, s3Host } from '../../constructs/outside/bucket.ts';
import type { SecretReference } from '../../constructs/secret/secret.ts';
import { mailcowVersion } from '../../platform/read-versions.ts';
import type { Cidr, Ipv4, Machine, Platform } from '../../platform/types.ts';
import type { MailcowContract, SecretPlace } from '../../synth/model/machine-contract.ts';

/** Who answers for a domain. Reports of DMARC and of TLS-RPT go to the first. @see https://www.rfc-editor.org/rfc/rfc2142 */
const roles = ['postmaster', 'abuse', 'hostmaster', 'security', 'webmaster'] as const;

/** Mailcow on the machine that has it. @see https://docs.mailcow.email/post_installation/reverse-proxy/r_p/ */
export function mailcow(platform: Platform, inventory: Inventory, machine: Machine): MailcowContract | undefined {
  const { mail, network, zones, owner } = platform;
  const facts = owner.machines[machine.name];
  if (machine.name !== mail.machine) return undefined;
  return {
    version: mailcowVersion,
    host: mail.host,
    ...(facts && { address: facts.ipv4 }),
    web: { address: machine.mesh, port: mail.webPort },
    network: network.docker,
    gateway: firstOf(network.docker),
    certificate: { namespace: landmarks.mailcow.namespace, name: `${landmarks.mailcow.service}-tls` },
    zones: Object.entries(zones).flatMap(([name, facts]) => (facts.mail ? [{ name, dkim: facts.dkim }] : [])),
    names: namesOf(inventory).filter((name) => name !== mail.host),
    mailboxes: inventory.mailboxes.map(({ address, password }) => ({ address, secret: placeOf(password) })),
    aliases: aliases(platform),
    mtaSts: mail.mtaSts,
    archive: archive(platform),
  };
}

/** Every name that leads to Mailcow's web. */
function namesOf({ exposures }: Inventory): readonly string[] {
  const { namespace } = landmarks.mailcow;
  return exposures.filter((exposure) => exposure.namespace === namespace).flatMap(({ hosts }) => hosts);
}

/** The Secret that a value becomes in the cluster: the service's own, or the one that Vault is fed from. */
function placeOf({ secret: { home, homes }, key }: SecretReference): SecretPlace {
  const [namespace, name] = (home ?? homes.sealed).split('/') as [string, string];
  return { namespace, name, key };
}

function aliases({ zones, owner }: Platform): MailcowContract['aliases'] {
  const withMail = Object.keys(zones).filter((zone) => zones[zone]?.mail);
  return withMail
    .flatMap((zone) => roles.map((role) => ({ address: `${role}@${zone}`, goto: owner.postmaster })))
    .filter(({ address, goto }) => address !== goto);
}

function archive({ name, buckets, mail }: Platform): MailcowContract['archive'] {
  const profile = 'mail-archive';
  const { region } = buckets[profile];
  return {
    days: mail.archiveAfterDays,
    endpoint: `https://${s3Host(region)}`,
    region: region.toLowerCase(),
    bucket: bucketName(name, profile),
    profile,
  };
}

/** Docker gives the bridge the first address of its network. */
function firstOf(range: Cidr): Ipv4 {
  return range.replace(/\.\d+\/\d+$/, '.1') as Ipv4;
}
