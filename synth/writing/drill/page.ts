import type { DrillPlan, DrillStep, ServicePlan } from './plan.ts';

/** The way back from nothing, for people: `dist/hosts/drill.json`, which `npm run drill` follows. */
export function drillMarkdown(plan: DrillPlan): string {
  const total = plan.steps.reduce((sum, { minutes }) => sum + minutes, 0);
  return [
    '# The drill',
    '',
    `${plan.steps.length} steps from empty machines to a platform that answers, one after the other in at most ${hours(total)}; the volumes are counted as full. \`npm run drill\` follows them, and keeps what each showed.`,
    '',
    ...table(
      ['tier', 'loses at most'],
      Object.entries(plan.losesHours).map(([tier, most]) => [tier, `${most} hours`]),
    ),
    '',
    ...table(['step', 'what', 'minutes', 'after'], plan.steps.map(row)),
    '',
    '## Each step',
    '',
    ...plan.steps.flatMap(section),
    '## One service alone',
    '',
    '`play hosts/restore.yaml --extra-vars restore_service=NAMESPACE/SERVICE` stops it, lays its files down, loads its dumps and starts it again; `--extra-vars restore_at=TIME` takes what was saved until then.',
    '',
    ...table(['service', 'machine', 'files', 'dumps', 'buckets'], Object.entries(plan.services).flatMap(serviceRow)),
    '',
  ].join('\n');
}

const hours = (minutes: number): string => `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;

const row = ({ id, what, minutes, after }: DrillStep): readonly string[] => [
  id,
  what,
  String(minutes),
  id === 'end' ? 'all' : after.join(', '),
];

function section({ id, run, byHand, shows, minutes }: DrillStep): readonly string[] {
  const lines = [...run, ...(byHand === undefined ? [] : [`# by hand: ${byHand}`])];
  const proofs = shows.map(({ run: proof, says }) => `${proof} # says: ${says}`);
  return [`### ${id} (${minutes} minutes)`, '', '```bash', ...lines, ...proofs, '```', ''];
}

function serviceRow([name, { machine, files, databases, buckets }]: [string, ServicePlan]): readonly string[][] {
  const kept = [files, databases, buckets];
  return kept.every(({ length }) => length === 0) ? [] : [[name, machine, ...kept.map((names) => names.join('<br>'))]];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
