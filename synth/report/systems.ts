import type { IConstruct } from 'constructs';
import type { BackupClaim } from '../../constructs/facts/claim.ts';
import { grouped } from '../../constructs/facts/grouped.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import { Service } from '../../constructs/service/service.ts';
import { type System, type SystemName, systems } from '../../platform/systems.ts';
import type { Phase, Platform } from '../../platform/types.ts';
import type { Model } from '../model/model.ts';

/** Something that makes up a system. */
interface Part {
  /** The machine, or whoever else runs it. */
  readonly at: string;
  readonly what: string;
  /** What keeps its state; none: it has none. */
  readonly kept?: readonly string[];
}

type Parts = ReadonlyMap<string, readonly Part[]>;

const planned: Readonly<Record<string, System>> = systems;

/** The table of the platform's systems: where each runs, what keeps it, from which phase on. */
export function systemsMarkdown(model: Model): string {
  const known = ([1, 2, 3] as const).map((phase) => ({ phase, parts: partsIn(model, phase) }));
  const names = unique([...Object.keys(planned), ...known.flatMap(({ parts }) => [...parts.keys()])]);
  const rows = names.map((name) => {
    const there = known.filter(({ parts }) => parts.has(name));
    // As it is today; what comes later, as it will be at first.
    const shown = there.find(({ phase }) => phase === model.platform.phase) ?? there[0];
    const cells = shown ? cellsOf(shown.parts.get(name) ?? []) : ['', ''];
    return [name, planned[name]?.purpose ?? '', ...cells, there[0] ? `phase ${there[0].phase}` : 'not yet'];
  });
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  return `# Systems\n\nEvery system that the platform is to have, then every other service.\n\n| system | what for | where | kept by | from |\n|---|---|---|---|---|\n${lines}`;
}

function cellsOf(parts: readonly Part[]): [where: string, kept: string] {
  const places = unique(parts.map(({ at }) => at)).map(
    (place) => `${place}: ${parts.flatMap(({ at, what }) => (at === place ? [what] : [])).join(', ')}`,
  );
  return [places.join('; '), unique(parts.flatMap(({ kept = [] }) => kept)).join(', ') || 'stateless'];
}

/** Everything that says which system it is, in one phase, by the name of the system. */
function partsIn(model: Model, phase: Phase): Parts {
  const inventory = phase === model.platform.phase ? model.inventory : model.inventoryIn({ phase });
  const all = [...serviceParts(inventory), ...outsideParts(model, phase), ...repositoryParts()];
  const byName = grouped(all, ([name]) => name);
  return new Map([...byName].map(([name, named]) => [name, named.map(([, part]) => part)]));
}

type Named = readonly [name: string, part: Part];

function serviceParts(inventory: Inventory): readonly Named[] {
  const everywhere = new Set(inventory.workloads.filter(({ place }) => place.machines).map(serviceOf));
  const backups = grouped(inventory.backups, serviceOf);
  const services = inventory.services.map((service): Named => {
    const name = service.system ?? service.node.path;
    const at = everywhere.has(service) ? 'every machine' : service.machine.name;
    return [name, { at, what: service.node.path, kept: (backups.get(service) ?? []).map(saved) }];
  });
  const policies: SystemName = 'NetworkPolicies';
  const guarded = inventory.namespaces.filter((namespace) => namespace.guarded).length;
  return [...services, [policies, { at: 'cluster', what: `${guarded} namespaces` }]];
}

const saved = ({ volume, backup, dump }: BackupClaim): string =>
  typeof backup === 'string' ? `${volume} ${backup}${dump ? ' with a dump' : ''}` : `${volume} not saved`;

/** The service that a construct stands in; undefined for what stands in none. */
const serviceOf = ({ node }: IConstruct): IConstruct | undefined =>
  node.scopes.find((scope) => scope instanceof Service);

/** Stacks, and what the machines keep room for. */
function outsideParts({ platform, stacks }: Model, phase: Phase): readonly Named[] {
  const made = stacks.flatMap(({ name, systems = [], fromPhase = 1 }) =>
    fromPhase <= phase
      ? systems.map((system): Named => [system, { at: 'Terraform', what: name, kept: ["Terraform's state"] }])
      : [],
  );
  const beside = platform.machines.flatMap((machine) =>
    machine.fromPhase <= phase
      ? machine.reserved.flatMap(({ name, systems = [] }) =>
          systems.map((system): Named => [system, { at: machine.name, what: name, kept: ['the host layer'] }]),
        )
      : [],
  );
  return [...made, ...beside, ...hostParts(platform, phase)];
}

/** Roles of `hosts/site.yaml` by the system that they are; of the last two, where a machine lists the port of their page. */
const roles: Readonly<Partial<Record<SystemName, { readonly role: string; readonly listed?: string }>>> = {
  'Debian hardening': { role: 'hosts/roles/base, ssh' },
  UFW: { role: 'hosts/roles/firewall' },
  WireGuard: { role: 'hosts/roles/wireguard' },
  CrowdSec: { role: 'hosts/roles/crowdsec' },
  cAdvisor: { role: 'hosts/roles/cadvisor', listed: 'cAdvisor' },
  'restic or Velero': { role: 'hosts/roles/backup' },
  '3-2-1': { role: 'hosts/roles/backup, base' },
};

function hostParts({ machines }: Platform, phase: Phase): readonly Named[] {
  const there = machines.filter(({ fromPhase }) => fromPhase <= phase);
  return (Object.keys(roles) as SystemName[]).flatMap((system) => {
    const { role = '', listed } = roles[system] ?? {};
    const own = there.filter(({ ports }) => listed === undefined || ports.some(({ owner }) => owner === listed));
    return own.map(({ name }): Named => [system, { at: name, what: role }]);
  });
}

function repositoryParts(): readonly Named[] {
  return Object.entries(planned).flatMap(([name, { file }]): Named[] =>
    file ? [[name, { at: 'repository', what: file, kept: ['Git'] }]] : [],
  );
}

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
