import type { Measured, Verdict } from './measure.ts';

export interface Figures {
  readonly edits: number;
  readonly accepted: number;
  readonly refused: number;
  /** Edits about which synth and a reader, or what was meant, differ. */
  readonly disagreements: number;
  /** Edits that were refused in a poor letter. */
  readonly poorLetters: number;
}

export function figuresOf({ verdicts }: Measured): Figures {
  const accepted = verdicts.filter((verdict) => verdict.accepted).length;
  return {
    edits: verdicts.length,
    accepted,
    refused: verdicts.length - accepted,
    disagreements: verdicts.filter(({ disagreements }) => disagreements.length > 0).length,
    poorLetters: verdicts.filter(({ faults }) => faults.length > 0).length,
  };
}

/** The same for a person: figures, readers, and one example of each group of disagreements. */
export function reportOf(seed: number, measured: Measured): string {
  const figures = Object.entries(figuresOf(measured)).map(([name, count]) => `${name} ${count}`);
  return [
    `seed ${seed}: ${figures.join(', ')}`,
    `asked: ${Object.entries(measured.asked)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    ...measured.skipped.map((line) => `skipped, so that nothing is known of it: ${line}`),
    ...section(
      'disagreements',
      measured.verdicts.filter(({ disagreements }) => disagreements.length > 0),
      disagreement,
    ),
    ...section(
      'poor letters',
      measured.verdicts.filter(({ faults }) => faults.length > 0),
      poorLetter,
    ),
  ].join('\n');
}

type Describe = (verdict: Verdict) => { readonly group: string; readonly text: string };

const disagreement: Describe = ({ edit, disagreements: [first] }) => ({
  group: `${edit.prop} · ${first?.reader}`,
  text: `${shown(edit.value)} (${edit.verdict}): ${first?.text.slice(0, 240)}`,
});

const poorLetter: Describe = ({ edit, faults, letters }) => ({
  group: `${edit.prop} · ${faults.map((fault) => fault.replace(/^\d+ /, 'many ')).join(', ')}`,
  text: `${shown(edit.value)}: ${letters[0]?.text.slice(0, 240)}`,
});

function section(title: string, verdicts: readonly Verdict[], describe: Describe): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const verdict of verdicts) {
    const { group, text } = describe(verdict);
    groups.set(group, [...(groups.get(group) ?? []), text]);
  }
  if (groups.size === 0) return [];
  const lines = [...groups].map(
    ([group, texts]) => `  ${group} (${texts.length})\n      ${oneLine(texts[0] as string)}`,
  );
  return ['', `${title}: ${verdicts.length} in ${groups.size} groups`, ...lines];
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'toString')) return String(value);
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value);
  return (text ?? String(value)).slice(0, 80);
}
