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

/**
 * What a forge takes as a comment. GitHub's limit is 65,536 characters, GitLab's a million; a comment that long is read by
 * nobody anyway.
 *
 * @see https://docs.gitlab.com/administration/instance_limits/
 */
export const forgeLimit = 60_000;

/** The first line, by which a pipeline finds its own comment again. */
export const mark = '<!-- semantic diff -->';

/**
 * The report for a merge request. What is routine is folded; what does not fit is counted, and stands in the artifact.
 *
 * @param limit characters; infinite for the artifact
 */
export function markdownReport(report: Report, limit: number = forgeLimit): string {
  const head = [
    mark,
    `## ${headline(report)}`,
    '',
    `Against ${escaped(report.base)}. **${verdict(report)}**`,
    ...notes(report),
  ];
  const tail = leftoverSection(report);
  const room = limit - [...head, ...tail].join('\n').length - 200;
  const sections = groupsOf(report).map((group) => section(group, report, limit === Number.POSITIVE_INFINITY));
  return `${[...head, ...fitting(sections, Math.max(room, 0)), ...tail].join('\n')}\n`;
}

function notes({ warnings, gate: { problems } }: Report): readonly string[] {
  const lines = [...warnings, ...problems.map(({ file, what }) => `${file} ${what}`)].map(escaped);
  return lines.flatMap((line) => ['', `> ${line}`]);
}

interface Section {
  readonly head: readonly string[];
  readonly lines: readonly string[];
  readonly end: readonly string[];
}

function section({ class: name, title, changes }: Group, report: Report, whole: boolean): Section {
  const lines = linesOf(changes, report, whole ? Number.POSITIVE_INFINITY : fewNames).map((one) => line(one, report));
  if (name !== 'routine') return { head: ['', `### ${title} (${changes.length})`, ''], lines, end: [] };
  const summary = `<details><summary>${title} (${changes.length})</summary>`;
  const own = whole ? lines : folded(changes).map((kind) => `- ${escaped(kind)}`);
  return { head: ['', summary, ''], lines: own, end: ['', '</details>'] };
}

function line({ change, labels }: Line, report: Report): string {
  const waiver = report.gate.waived.get(change);
  const hint = waiverHint(change, report);
  const link = change.link ? ` ([changelog](${change.link}))` : '';
  const note = waiver ? ` *Waived until ${waiver.until}: ${escaped(waiver.reason)}* (\`${waiver.file}\`)` : '';
  return `- **${escaped(labels)}**: ${escaped(change.says)}${link}${hint ? ` (${escaped(hint)})` : ''}${note}`;
}

/** From the worst on, as much as there is room for; of what has none it is said how much there is. */
function fitting(sections: readonly Section[], room: number): readonly string[] {
  let left = room;
  return sections.flatMap(({ head, lines, end }) => {
    left -= [...head, ...end].join('\n').length + 60;
    const shown = lines.filter((text) => {
      left -= text.length + 1;
      return left > 0;
    });
    const missing = lines.length - shown.length;
    return [...head, ...shown, ...(missing > 0 ? [`- and ${missing} more, in the full report`] : []), ...end];
  });
}

function leftoverSection({ leftovers }: Report): readonly string[] {
  if (leftovers.length === 0) return [];
  const shown = leftovers.slice(0, 60).map(({ what, cure }) => `- ${escaped(what)}: ${escaped(cure)}`);
  const more = leftovers.length > 60 ? [`- and ${leftovers.length - 60} more, in the full report`] : [];
  return ['', `### Left behind (${leftovers.length})`, '', ...shown, ...more];
}

/** Names and values come from the files: none of them may be taken for Markdown or HTML. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#@]/g, (one) => (one === '<' ? '&lt;' : one === '>' ? '&gt;' : `\\${one}`));
