import { valueKinds } from '../../platform/values/index.ts';
import { checkList } from '../checks/index.ts';

/** What synth refuses, restriction by restriction and kind by kind: `dist/report/checks.md`, and `docs/refusals.md`. */
export function refusals(): string {
  const sections = checkList().map(({ number, refuses, restrictions }) =>
    [`## ${number}. ${refuses}`, '', ...restrictions.map((restriction) => `- ${restriction}`), ''].join('\n'),
  );
  return `# Checks\n\nWhat synth refuses to write. Each line is one file of \`synth/checks/\`.\n\n${sections.join('\n')}\n${values()}`;
}

/** What each kind of value must be, and whose rule that is. */
function values(): string {
  const rows = valueKinds.map((kind) => `| ${[kind.what, kind.rule, kind.reader].map(cell).join(' | ')} |`);
  return `## Values\n\nEvery value is read once, where it enters the model, by the rules of the program that reads it in the end.\n\n| value | what it is | who reads it |\n|---|---|---|\n${rows.join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
