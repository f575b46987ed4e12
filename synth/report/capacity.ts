import { readableBytes, readableCores } from '../../constructs/facts/quantity.ts';
import type { Budget, BudgetRow } from '../reading/budgets.ts';
import { byService } from './facts/shares.ts';
import { markdownTable } from './tables.ts';

const numbers = [1, 2, 3, 4];

/** What each machine has, and who takes it: `dist/report/capacity.md`. */
export function capacityMarkdown(machines: ReadonlyMap<string, Budget>): string {
  const sections = [...machines.values()].map(section);
  return `# Capacity\n\nRequests, limits and disk of everything that runs on a machine, Kubernetes or not; a service with all its programs and volumes.\n\n${sections.join('\n')}`;
}

function section(budget: Budget): string {
  const { machine, cpu, memory, limits, disk } = budget;
  const rows = byService(budget);
  const sums = [
    [
      '**sum**',
      ...[
        readableCores(cpu.used),
        readableBytes(memory.used),
        readableBytes(limits.used),
        readableBytes(disk.used),
      ].map(bold),
    ],
    [
      '**machine**',
      readableCores(cpu.total),
      readableBytes(memory.total),
      readableBytes(limits.total),
      readableBytes(disk.total),
    ],
  ];
  return [
    `## ${machine}\n`,
    `${markdownTable(['', 'CPU', 'memory', 'memory limit', 'disk'], sums, numbers)}\n`,
    `${markdownTable(['what runs', 'CPU', 'memory', 'memory limit'], rows.filter(runs).map(running), numbers)}\n`,
    `${markdownTable(['what is stored', 'disk'], rows.filter(stores).map(stored), numbers)}\n`,
  ].join('\n');
}

const bold = (text: string): string => `**${text}**`;
const runs = ({ cpu, memory, limits }: BudgetRow): boolean => cpu + memory + limits > 0;
const stores = ({ disk }: BudgetRow): boolean => disk > 0;

const running = ({ name, cpu, memory, limits }: BudgetRow): readonly string[] => [
  name,
  readableCores(cpu),
  readableBytes(memory),
  readableBytes(limits),
];

const stored = ({ name, disk }: BudgetRow): readonly string[] => [name, readableBytes(disk)];
