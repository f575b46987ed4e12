import { styleText } from 'node:util';
import { readableBytes, readableCores } from '../../constructs/facts/quantity.ts';
import type { Budget } from '../checks/capacity.ts';
import type { Finding } from '../model/finding.ts';
import type { Written } from '../writing/writer.ts';

/** What one run of synth did, for a person and, as it is, for a program. */
export interface Summary {
  readonly phase: number;
  readonly engine: string;
  readonly out: string;
  readonly layers: readonly { readonly layer: string; readonly files: number; readonly objects: number }[];
  readonly written: Written;
  readonly budgets: readonly Budget[];
  readonly exceptions: number;
  readonly placeholders: readonly string[];
  readonly milliseconds: number;
}

type Style = Parameters<typeof styleText>[0];

/** Colours on a terminal alone. */
function painter(stream: NodeJS.WriteStream): (style: Style, text: string) => string {
  const colours = stream.isTTY && !process.env.NO_COLOR;
  return (style, text) => (colours ? styleText(style, text) : text);
}

export function printSummary(summary: Summary, stream: NodeJS.WriteStream): void {
  const paint = painter(stream);
  const { changed, unchanged, removed } = summary.written;
  const lines = [
    paint('bold', `phase ${summary.phase}, ${summary.engine} → ${summary.out}/`),
    '',
    ...summary.layers.map(
      ({ layer, files, objects }) =>
        `  ${layer.padEnd(28)}${String(files).padStart(4)} files ${String(objects).padStart(5)} objects`,
    ),
    '',
    ...changed.map((path) => paint('yellow', `  changed  ${path}`)),
    ...removed.map((path) => paint('red', `  removed  ${path}`)),
    `  ${changed.length} changed, ${unchanged.length} unchanged, ${removed.length} removed`,
    '',
    ...summary.budgets.map(budgetLine),
    '',
    `  ${summary.exceptions} written exceptions (${summary.out}/report/exceptions.md)`,
    ...placeholderLines(summary.placeholders, paint),
    `  ${(summary.milliseconds / 1000).toFixed(2)} s`,
  ];
  stream.write(`${lines.join('\n')}\n`);
}

function budgetLine({ machine, cpu, memory, limits, disk }: Summary['budgets'][number]): string {
  const share = ({ used, total }: Budget['cpu'], read: (amount: number) => string) => `${read(used)} of ${read(total)}`;
  return `  ${machine.padEnd(12)} CPU ${share(cpu, readableCores)}, memory ${share(memory, readableBytes)} (limits ${readableBytes(limits.used)}), disk ${share(disk, readableBytes)}`;
}

function placeholderLines(placeholders: readonly string[], paint: (style: Style, text: string) => string): string[] {
  if (placeholders.length === 0) return [];
  return [
    paint(
      'yellow',
      `  ${placeholders.length} placeholders in platform/owner.ts: ${placeholders.map((place) => place.replace('owner.', '')).join(', ')}`,
    ),
  ];
}

export function printFindings(findings: readonly Finding[], stream: NodeJS.WriteStream): void {
  const paint = painter(stream);
  for (const { check, where, what, got, cure } of findings) {
    stream.write(
      `${paint('red', `check ${check}`)}  ${paint('bold', where)}\n  ${what}\n  got: ${got}\n  do:  ${cure}\n\n`,
    );
  }
  stream.write(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}; nothing was written\n`);
}
