import type { Machine, Platform } from './types.ts';

/** What types cannot say of a platform. Each entry is a sentence; an empty list means that all is well. */
export function platformProblems(platform: Platform): readonly string[] {
  return [
    ...scalarProblems(platform),
    ...repeated(platform.machines.map(({ name }) => name)).map((name) => `two machines are called '${name}'`),
    ...repeated(platform.machines.map(({ mesh }) => mesh)).map((mesh) => `two machines have the mesh address ${mesh}`),
    ...platform.machines.flatMap((machine) => machineProblems(platform, machine)),
    ...mailProblems(platform),
  ];
}

function scalarProblems({ phase, gitops, machines }: Platform): string[] {
  const servers = machines.filter(({ role, fromPhase }) => role === 'server' && fromPhase === 1);
  return [
    ...([1, 2, 3].includes(phase) ? [] : [`phase is ${phase}; it is 1, 2 or 3`]),
    ...(['flux', 'argocd'].includes(gitops) ? [] : [`gitops is '${gitops}'; it is 'flux' or 'argocd'`]),
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

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
