import { longestGapHours, scheduleProblem } from './schedule.ts';
import type { Machine, Platform } from './types.ts';

/** What types cannot say of a platform. Each entry is a sentence; an empty list means that all is well. */
export function platformProblems(platform: Platform): readonly string[] {
  return [
    ...scalarProblems(platform),
    ...repeated(platform.machines.map(({ name }) => name)).map((name) => `two machines are called '${name}'`),
    ...repeated(platform.machines.map(({ mesh }) => mesh)).map((mesh) => `two machines have the mesh address ${mesh}`),
    ...platform.machines.flatMap((machine) => machineProblems(platform, machine)),
    ...mailProblems(platform),
    ...crowdsecProblems(platform),
    ...publishedProblems(platform),
    ...storageProblems(platform),
    ...veleroProblems(platform),
    ...backupProblems(platform),
  ];
}

function scalarProblems({ phase, gitops, forge, machines }: Platform): string[] {
  const servers = machines.filter(({ role, fromPhase }) => role === 'server' && fromPhase === 1);
  return [
    ...([1, 2, 3].includes(phase) ? [] : [`phase is ${phase}; it is 1, 2 or 3`]),
    ...(['flux', 'argocd'].includes(gitops) ? [] : [`gitops is '${gitops}'; it is 'flux' or 'argocd'`]),
    ...(forge === 'gitlab.com' || phase >= 3
      ? []
      : [`forge is '${forge}' in phase ${phase}; GitLab CE comes with phase 3, keep 'gitlab.com' until then`]),
    ...(servers.length === 1
      ? []
      : [`${servers.length} machines have role 'server' from phase 1 on; K3s wants exactly one`]),
    ...(machines.some(({ ingress }) => ingress)
      ? []
      : ['no machine has ingress: true; nothing would answer on 80 and 443']),
  ];
}

function machineProblems({ network, owner, mail }: Platform, machine: Machine): string[] {
  const prefix = network.mesh.replace(/\.\d+\/\d+$/, '.');
  const last = Number(machine.mesh.split('.').pop());
  const named = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(machine.name);
  return [
    ...(named ? [] : [`machine name '${machine.name}' is no host name: lower case letters, digits and dashes`]),
    ...(machine.mesh.startsWith(prefix) && last > 0 && last < 255
      ? []
      : [`machine '${machine.name}': mesh address ${machine.mesh} is not in ${network.mesh}`]),
    ...(owner.machines[machine.name] || !(machine.ingress || machine.name === mail.machine)
      ? []
      : [
          `platform/owner.ts says nothing of machine '${machine.name}': add its public address, which web and mail names lead to`,
        ]),
  ];
}

function mailProblems({ mail, machines, portals, zones }: Platform): string[] {
  const host = machines.find(({ name }) => name === mail.machine);
  const foreign = [mail.host, ...portals].filter(
    (name) => !Object.keys(zones).some((zone) => name === zone || name.endsWith(`.${zone}`)),
  );
  return [
    ...(host ? [] : [`mail.machine '${mail.machine}' is no machine of the platform`]),
    ...foreign.map((name) => `host '${name}' is in no zone we own (${Object.keys(zones).join(', ')})`),
  ];
}

function crowdsecProblems({ crowdsec, machines }: Platform): string[] {
  const host = machines.find(({ name }) => name === crowdsec.machine);
  if (!host) return [`crowdsec.machine '${crowdsec.machine}' is no machine of the platform`];
  const listed = host.ports.some(({ port, address }) => port === crowdsec.port && address === host.mesh);
  return listed
    ? []
    : [
        `machine '${host.name}' does not list port ${crowdsec.port} on ${host.mesh}: CrowdSec's local API listens there`,
      ];
}

function publishedProblems({ published, owner }: Platform): string[] {
  const { url, group, gitlabGroup, private: secret } = owner.repository;
  const hidden = published.filter((project) => secret && url.endsWith(`/${group}/${project}.git`));
  return [
    ...(/^\d+$/.test(gitlabGroup) ? [] : [`owner.repository.gitlabGroup is '${gitlabGroup}'; it is a number`]),
    ...hidden.map((project) => `published names '${project}', whose repository is private: it would appear at GitHub`),
  ];
}

function storageProblems({ storage, storageReplicas, phase, machines }: Platform): string[] {
  if (storage === 'local-path') return [];
  const present = machines.filter(({ fromPhase }) => fromPhase <= phase).map(({ name }) => name);
  return [
    ...(phase >= 3
      ? []
      : [`storage is 'longhorn' in phase ${phase}; Longhorn comes with phase 3, keep 'local-path' until then`]),
    ...(present.length >= storageReplicas
      ? []
      : [
          `storage 'longhorn' keeps ${storageReplicas} copies of a volume, each on its own machine, and there are ${present.length} (${present.join(', ')}): every volume would stay degraded; add machines, lower storageReplicas, or keep 'local-path'`,
        ]),
  ];
}

/** What Velero does to a bucket: it rewrites objects when it finalizes a backup, and deletes what has expired. */
function veleroProblems({ velero, buckets }: Platform): string[] {
  const own = buckets.velero;
  if (!velero) return [];
  if (!own) {
    return [
      `velero is true and has no bucket of its own: 'backup' is locked for ${buckets.backup.lockDays ?? 0} days, and Velero rewrites objects when it finalizes a backup; name buckets.velero, without lockDays`,
    ];
  }
  return [
    ...(own.lockDays === undefined
      ? []
      : [`buckets.velero is locked for ${own.lockDays} days: Velero cannot finalize a backup there; drop lockDays`]),
    ...(own.access === 'read-write'
      ? []
      : [`buckets.velero lets its user ${own.access} only: Velero deletes what has expired; make it read-write`]),
  ];
}

/** A tier whose backups would always be late, or never come. */
function backupProblems({ backups }: Platform): string[] {
  return Object.entries(backups).flatMap(([tier, { schedule, maximumAgeHours }]) => {
    const problem = scheduleProblem(schedule);
    if (problem) return [`backups.${tier}: schedule '${schedule}' ${problem}`];
    const gap = longestGapHours(schedule);
    if (maximumAgeHours > gap) return [];
    return [
      `backups.${tier}: maximumAgeHours is ${maximumAgeHours}, and '${schedule}' leaves up to ${Number(gap.toFixed(2))} hours between two runs: a backup would be late before the next one is due; allow more hours, or run it more often`,
    ];
  });
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
