/*
 * Fields: every fact of platform/owner.ts; sizes, addresses, ports, hosts, networks, models and regions of platform/uyoop.ts.
 * Allowed: what their kind allows, in platform/values/: the rules of the program that reads them in the end.
 */

import { isPlaceholder } from '../../../platform/placeholders.ts';
import type { BucketFacts, HostPort, Machine, MachineState, Platform, Tier } from '../../../platform/types.ts';
import { cidr, ipv4, privateCidr, publicIpv4, publicIpv6 } from '../../../platform/values/addresses.ts';
import { dkimKey, wireguardKey } from '../../../platform/values/keys.ts';
import { hostName, name, platformName } from '../../../platform/values/names.ts';
import { count, days, hours, keepalive, kept, mtu, phase, port } from '../../../platform/values/numbers.ts';
import {
  branchName,
  email,
  githubAccount,
  gitlabId,
  gitlabPath,
  modelName,
  ovhDatacenter,
  ovhImage,
  ovhPlan,
  ovhProject,
  ovhRegion,
  ovhServiceName,
  ovhSubsidiary,
  repositoryUrl,
} from '../../../platform/values/owner-ids.ts';
import { machinePath } from '../../../platform/values/paths.ts';
import { cpu, size } from '../../../platform/values/quantities.ts';
import { machineCommand, shownName } from '../../../platform/values/text.ts';
import { oneOf, problemWith, type ValueKind } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

/** A fact by its place in the model, and the kind that it must be of. */
type Fact = readonly [place: string, kind: ValueKind<unknown>, value: unknown];

export default factCheck(
  'facts that the program which reads them would refuse, or take for something else',
  (platform) => {
    const machines = platform.machines.flatMap(machineFacts);
    const facts = [...ownerFacts(platform), ...machines, ...networkFacts(platform), ...restFacts(platform)];
    return facts.flatMap(letterOf);
  },
);

const machineRole = oneOf<Machine['role']>('role of a machine', { server: true, agent: true });
const machineTier = oneOf<Tier>('tier', { prod: true, dev: true, platform: true });
const protocol = oneOf<HostPort['protocol']>('protocol', { tcp: true, udp: true });
const storageClass = oneOf<Platform['storage']>('storage', { 'local-path': true, longhorn: true }, 'Kubernetes');
const forgePlace = oneOf<Platform['forge']>('place of the forge', { 'gitlab.com': true, 'self-hosted': true });
const stsMode = oneOf<Platform['mail']['mtaSts']['mode']>('mode of MTA-STS', { testing: true, enforce: true });
const bucketAccess = oneOf<BucketFacts['access']>('access to a bucket', { 'read-write': true, append: true });

const mine = 'platform/owner.ts';
const ours = 'platform/uyoop.ts';

function letterOf([where, kind, value]: Fact): readonly Letter[] {
  const problem = problemWith(kind, value);
  if (!problem) return [];
  const { got, meant } = problem;
  const cure = meant === undefined ? `it is ${kind.rule}` : `write ${meant}`;
  return [{ where, what: `no ${kind.what} (${kind.reader} reads it): ${kind.rule}`, got, cure }];
}

function ownerFacts({ owner, zones }: Platform): readonly Fact[] {
  const { repository, ovh } = owner;
  return [
    ...Object.entries(owner.machines).flatMap(([machine, facts]): Fact[] => {
      const at = `${mine} machines.${machine}`;
      return [
        [`${at}.ipv4`, publicIpv4, facts.ipv4],
        [`${at}.wireguardKey`, wireguardKey, facts.wireguardKey],
        ...given(`${at}.ipv6`, publicIpv6, facts.ipv6),
        ...given(`${at}.serviceName`, ovhServiceName, facts.serviceName),
      ];
    }),
    [`${mine} ovh.cloudProject`, ovhProject, ovh.cloudProject],
    [`${mine} ovh.subsidiary`, ovhSubsidiary, ovh.subsidiary],
    [`${mine} repository.url`, repositoryUrl, repository.url],
    [`${mine} repository.branch`, branchName, repository.branch],
    [`${mine} repository.group`, gitlabPath, repository.group],
    [`${mine} repository.gitlabProject`, gitlabId, repository.gitlabProject],
    [`${mine} repository.gitlabGroup`, gitlabId, repository.gitlabGroup],
    [`${mine} github`, githubAccount, owner.github],
    [`${mine} acmeMail`, email, owner.acmeMail],
    [`${mine} alertMail`, email, owner.alertMail],
    [`${mine} postmaster`, email, owner.postmaster],
    ...Object.entries(zones).flatMap(([zone, facts]): Fact[] => [
      [`${mine} zones`, hostName, zone],
      ...(facts.mail && !isPlaceholder(facts.dkim)
        ? ([[`${mine} zones.${zone}.dkim`, dkimKey, facts.dkim]] as Fact[])
        : []),
    ]),
  ];
}

/** A fact that may be absent: an empty one is not. */
const given = (place: string, kind: ValueKind<unknown>, value: unknown): readonly Fact[] =>
  value === undefined ? [] : [[place, kind, value]];

function machineFacts(machine: Machine): readonly Fact[] {
  const at = `${ours} machine '${machine.name}'`;
  return [
    [`${at}.role`, machineRole, machine.role],
    [`${at}.fromPhase`, phase, machine.fromPhase],
    ...machine.tiers.map((tier): Fact => [`${at}.tiers`, machineTier, tier]),
    [`${at}.cores`, count, machine.cores],
    [`${at}.memory`, size, machine.memory],
    [`${at}.disk`, size, machine.disk],
    [`${at}.mesh`, ipv4, machine.mesh],
    [`${at}, order.planCode`, ovhPlan, machine.order.planCode],
    [`${at}, order.datacenter`, ovhDatacenter, machine.order.datacenter],
    [`${at}, order.os`, ovhImage, machine.order.os],
    ...machine.reserved.flatMap((one): Fact[] => [
      [`${at}, reserved for ${one.name}: cpu`, cpu, one.cpu],
      [`${at}, reserved for ${one.name}: memory`, size, one.memory],
      [`${at}, reserved for ${one.name}: disk`, size, one.disk],
      [`${at}, reserved for`, shownName, one.name],
      ...(one.states ?? []).flatMap((state) => stateFacts(`${at}, state '${state.name}'`, state)),
    ]),
    ...machine.order.options.map((option): Fact => [`${at}, order.options`, shownName, option]),
    ...machine.ports.flatMap((one): Fact[] => [
      [`${at}, port of ${one.owner}`, port, one.port],
      [`${at}, protocol of ${one.owner}`, protocol, one.protocol],
      [`${at}, owner of port ${one.port}`, shownName, one.owner],
      ...given(`${at}, address of ${one.owner}`, ipv4, one.address),
      ...(one.from ?? []).map((range): Fact => [`${at}, ${one.owner} from`, cidr, range]),
    ]),
  ];
}

function stateFacts(at: string, { name: called, paths, dump, size: most }: MachineState): readonly Fact[] {
  return [
    [at, name, called],
    ...paths.map((path): Fact => [`${at}, paths`, machinePath, path]),
    ...given(`${at}, dump`, machineCommand, dump),
    [`${at}, size`, size, most],
  ];
}

function networkFacts({ network }: Platform): readonly Fact[] {
  return [
    ...ranges.map((range): Fact => [`${ours} network.${range}`, privateCidr, network[range]]),
    [`${ours} network.wireguardPort`, port, network.wireguardPort],
    [`${ours} network.mtu`, mtu, network.mtu],
    [`${ours} network.keepaliveSeconds`, keepalive, network.keepaliveSeconds],
  ];
}

function restFacts({
  name: platform,
  mail,
  crowdsec,
  portals,
  forgeHost,
  mirrored,
  published,
  models,
  buckets,
  storage,
  storageReplicas,
  forge,
  backups,
}: Platform) {
  return [
    [`${ours} name`, platformName, platform],
    [`${ours} mail.host`, hostName, mail.host],
    [`${ours} mail.webPort`, port, mail.webPort],
    [`${ours} mail.submissionPort`, port, mail.submissionPort],
    [`${ours} mail.archiveAfterDays`, days, mail.archiveAfterDays],
    [`${ours} crowdsec.port`, port, crowdsec.port],
    [`${ours} forgeHost`, hostName, forgeHost],
    [`${ours} storage`, storageClass, storage],
    [`${ours} forge`, forgePlace, forge],
    [`${ours} mail.mtaSts.mode`, stsMode, mail.mtaSts.mode],
    [`${ours} storageReplicas`, count, storageReplicas],
    ...portals.map((portal): Fact => [`${ours} portals`, hostName, portal]),
    ...mirrored.map((project): Fact => [`${ours} mirrored`, gitlabPath, project]),
    ...published.map((project): Fact => [`${ours} published`, gitlabPath, project]),
    ...[...models.chat, models.embedding].map((model): Fact => [`${ours} models`, modelName, model]),
    ...Object.entries(buckets).flatMap(([bucket, facts]): Fact[] => [
      [`${ours} buckets.${bucket}.access`, bucketAccess, facts.access],
      [`${ours} buckets.${bucket}.region`, ovhRegion, facts.region],
      [`${ours} buckets.${bucket}.purpose`, shownName, facts.purpose],
      ...given(`${ours} buckets.${bucket}.lockDays`, days, facts.lockDays),
      ...given(`${ours} buckets.${bucket}.expireDays`, days, facts.expireDays),
    ]),
    ...Object.entries(backups).flatMap(([tier, { keep, ...facts }]): Fact[] => [
      [`${ours} backups.${tier}.maximumAgeHours`, hours, facts.maximumAgeHours],
      [`${ours} backups.${tier}.lockDays`, days, facts.lockDays],
      ...(Object.values(keep).every((number) => problemWith(kept, number) === undefined)
        ? [[`${ours} backups.${tier}.keep, all together`, count, keep.daily + keep.weekly + keep.monthly] as Fact]
        : []),
      ...Object.entries(keep).map(([how, number]): Fact => [`${ours} backups.${tier}.keep.${how}`, kept, number]),
    ]),
  ] satisfies readonly Fact[];
}

const ranges = ['mesh', 'pods', 'services', 'docker'] as const;
