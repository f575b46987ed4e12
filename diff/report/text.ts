import { wrap } from '../../synth/terminal/layout.ts';
import type { Paint, Style } from '../../synth/terminal/paint.ts';
import type { ClassName } from '../change/change.ts';
import { groupsOf } from './groups.ts';
import {
  fewNames,
  folded,
  type Group,
  headline,
  type Line,
  linesOf,
  type Report,
  verdict,
  waiverHint,
} from './report.ts';

const colours: Readonly<Partial<Record<ClassName, Style>>> = {
  'data-loss': 'red',
  replace: 'red',
  exposure: 'yellow',
  privilege: 'yellow',
  hands: 'cyan',
};

/** How a terminal shows a report. */
export interface Look {
  readonly paint: Paint;
  /** Undefined where nothing is to be wrapped. */
  readonly width?: number;
  /** What is routine is told one by one, and not counted. */
  readonly full: boolean;
}

/** The report for a terminal. */
export function textReport(report: Report, { paint, width = Number.POSITIVE_INFINITY, full }: Look): string {
  const lines = [
    paint('bold', `against ${report.base}: ${headline(report)}`),
    ...report.warnings.flatMap((warning) => wrap(paint('yellow', `warning: ${warning}`), width, '  ')),
    ...groupsOf(report).flatMap((group) => ['', ...groupLines(group, report, { paint, width, full })]),
    ...leftoverLines(report, paint, width),
    ...report.gate.problems.flatMap(({ file, what }) => wrap(paint('red', `${file}: ${what}`), width, '  ')),
    '',
    paint(report.gate.stops.length + report.gate.problems.length > 0 ? 'red' : 'green', verdict(report)),
  ];
  return `${lines.join('\n')}\n`;
}

function groupLines({ class: name, title, changes }: Group, report: Report, { paint, width, full }: Required<Look>) {
  const head = paint(colours[name] ?? 'bold', `${title} (${changes.length})`);
  if (name === 'routine' && !full) return [head, ...wrap(`  ${folded(changes).join(', ')}`, width, '  ')];
  const lines = linesOf(changes, report, full ? Number.POSITIVE_INFINITY : fewNames);
  return [head, ...lines.flatMap((line) => changeLines(line, report, paint, width))];
}

function changeLines({ change, labels }: Line, report: Report, paint: Paint, width: number): readonly string[] {
  const waiver = report.gate.waived.get(change);
  const hint = waiverHint(change, report);
  return [
    ...wrap(`  ${paint('bold', `${labels}:`)} ${change.says}`, width, '    '),
    ...(hint ? [`    ${hint}`] : []),
    ...(change.link ? [`    ${change.link}`] : []),
    ...(waiver ? wrap(`    waived until ${waiver.until} (${waiver.file}): ${waiver.reason}`, width, '    ') : []),
  ];
}

function leftoverLines({ leftovers }: Report, paint: Paint, width: number): readonly string[] {
  if (leftovers.length === 0) return [];
  const lines = leftovers.flatMap(({ what, cure }) => wrap(`  ${what}: ${cure}`, width, '    '));
  return ['', paint('bold', `Left behind (${leftovers.length})`), ...lines];
}
