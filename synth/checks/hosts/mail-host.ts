/*
 * Fields: mailcow, docker and cadvisor of each contract; mail, zones and network.docker of the platform; MailboxClaim; exposures
 * in Mailcow's namespace.
 * Allowed: on the mail host, and there alone, the version, names, zones, mailboxes and aliases of the model; a bridge whose own address
 * is known, since it is to be trusted with nothing; a Docker whose proxy lets pods in, and whose log lines bear a name.
 */

import { landmarks } from '../../../constructs/facts/landmarks.ts';
import { bucketName, s3Host } from '../../../constructs/outside/bucket.ts';
import { mailcowVersion } from '../../../platform/read-versions.ts';
import type { Platform } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { DockerContract, MachineContract, MailcowContract } from '../../model/machine-contract.ts';
import type { Model } from '../../model/model.ts';
import { differing } from '../../reading/contracts.ts';

const cure = 'hosts/contract makes it from the model: give back what stood there';

export default wholeCheck('a mail host that is told something else than the model says', (model) =>
  model.contracts.flatMap((contract) =>
    contract.machine === model.platform.mail.machine
      ? [...ofMailcow(model, contract), ...ofDocker(contract), ...ofCadvisor(contract)]
      : elsewhere(contract),
  ),
);

function ofMailcow(model: Model, { machine, mailcow }: MachineContract): readonly Letter[] {
  if (!mailcow) return [];
  const { mailboxes, ...rest } = mailcow;
  const told = { ...rest, mailboxes: mailboxes.map(({ address }) => address) };
  const { aliases, ...wanted } = wantedOf(model);
  return differences(machine, told, { ...wanted, aliases: aliases.filter((one) => !isMissedElsewhere(one, mailcow)) });
}

/** What is not here (the web's address and the mailboxes' Secrets) the cluster's own objects are compared with. */
function wantedOf({ platform, inventory }: Model) {
  const { mail, network, zones } = platform;
  const withMail = Object.entries(zones).flatMap(([name, facts]) => (facts.mail ? [{ name, dkim: facts.dkim }] : []));
  const exposed = inventory.exposures.filter(({ namespace }) => namespace === landmarks.mailcow.namespace);
  return {
    version: mailcowVersion,
    host: mail.host,
    address: platform.owner.machines[mail.machine]?.ipv4,
    network: network.docker,
    gateway: network.docker.replace(/\.0\/\d+$/, '.1') as MailcowContract['gateway'],
    certificate: { namespace: landmarks.mailcow.namespace, name: `${landmarks.mailcow.service}-tls` },
    zones: withMail,
    names: exposed.flatMap(({ hosts }) => hosts).filter((name) => name !== mail.host),
    mailboxes: inventory.mailboxes.map(({ address }) => address),
    aliases: withMail.flatMap(({ name }) => roleAddresses(name, platform.owner.postmaster)),
    mtaSts: mail.mtaSts,
    archive: archiveOf(platform),
  };
}

/** The two that every domain must have are check 9's where they are gone: one cause, one letter. */
function isMissedElsewhere({ address }: MailcowContract['aliases'][number], { aliases }: MailcowContract): boolean {
  return /^(postmaster|abuse)@/.test(address) && !(aliases ?? []).some((one) => one.address === address);
}

/** Whom a stranger writes to about a domain. @see https://www.rfc-editor.org/rfc/rfc2142 */
function roleAddresses(zone: string, goto: string) {
  const roles = ['postmaster', 'abuse', 'hostmaster', 'security', 'webmaster'];
  return roles.map((role) => ({ address: `${role}@${zone}`, goto })).filter(({ address }) => address !== goto);
}

/** Mails that are old go to the bucket that nobody but this machine writes to. */
function archiveOf({ name, buckets, mail }: Platform): MailcowContract['archive'] {
  const { region } = buckets['mail-archive'];
  return {
    days: mail.archiveAfterDays,
    endpoint: `https://${s3Host(region)}`,
    region: region.toLowerCase(),
    bucket: bucketName(name, 'mail-archive'),
    profile: 'mail-archive',
  };
}

function ofDocker({ machine, docker }: MachineContract): readonly Letter[] {
  const wanted: DockerContract['daemon'] = {
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'live-restore': true,
    'userland-proxy': true,
  };
  return differences(machine, { ...docker?.daemon, tag: docker?.tag }, { ...wanted, tag: '.Name' });
}

function ofCadvisor({ machine, cadvisor }: MachineContract): readonly Letter[] {
  return cadvisor ? differences(machine, cadvisor, { ...cadvisor, image: images.cadvisor }) : [];
}

function elsewhere({ machine, mailcow, docker }: MachineContract): readonly Letter[] {
  return Object.entries({ mailcow, docker }).flatMap(([name, told]) =>
    told
      ? [{ where: `hosts/${machine}`, what: `${name} runs on the mail host alone`, got: 'told to run it', cure }]
      : [],
  );
}

function differences(machine: string, told: object, wanted: object): readonly Letter[] {
  return differing(told, wanted).map(({ key, wanted, got }) => ({
    where: `hosts/${machine}`,
    what: `its ${key} is not ${wanted}`,
    ...{ got, cure },
  }));
}
