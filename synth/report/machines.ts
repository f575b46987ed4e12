import type { MachineContract } from '../model/machine-contract.ts';
import { markdownTable } from './tables.ts';

/** What each machine must be for the cluster to work on it: `dist/hosts/`, for people. */
export function machinesMarkdown(contracts: readonly MachineContract[]): string {
  const sections = contracts.map((contract) =>
    [
      `## ${contract.machine}`,
      '',
      markdownTable(doorHead, doors(contract)),
      '',
      ...(contract.state.length > 0 ? [markdownTable(stateHead, saved(contract)), ''] : []),
    ].join('\n'),
  );
  return `# Machines\n\nWhat comes into a machine, and nothing else does; and the state that it keeps. \`hosts/site.yaml\` makes it so from \`dist/hosts/\`.\n\n${sections.join('\n')}`;
}

const doorHead = ['port', 'what', 'at', 'who'] as const;

function doors({ firewall }: MachineContract): readonly (readonly string[])[] {
  return [
    ...firewall.public.map(({ port, protocol, owner }) => [`${protocol}/${port}`, owner, 'every address', 'everybody']),
    ...nodeports(firewall),
    ...firewall.private.map(({ port, protocol, owner, address, from }) => [
      `${protocol}/${port}`,
      ...[owner, address, from.join(', ')],
    ]),
  ];
}

function nodeports({ nodeports: ports }: MachineContract['firewall']): readonly (readonly string[])[] {
  return ports ? [[`tcp/${ports.first}–${ports.last}`, 'node ports', ports.address, ports.from.join(', ')]] : [];
}

const stateHead = ['state', 'paths', 'of', 'saved'] as const;

function saved({ state }: MachineContract): readonly (readonly string[])[] {
  return state.map(({ namespace, volume, runtime, paths, tier, dump }) => [
    `${namespace}/${volume}`,
    paths.map((path) => `\`${path}\``).join('<br>'),
    runtime,
    tier === 'none'
      ? 'not saved'
      : `${tier}${dump ? `, after a dump by ${dump.pod ? Object.values(dump.pod).join(' ') : 'the machine'}` : ''}`,
  ]);
}
