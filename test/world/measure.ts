import type { Judge, Problem } from './judges/judge.ts';
import { letterFaults } from './letters.ts';
import { Panel, type PanelProps } from './panel.ts';
import type { Edit } from './scene.ts';
import { type Letter, synthesize } from './synthesis.ts';

/** What became of an edit. */
export interface Verdict {
  readonly edit: Edit;
  readonly accepted: boolean;
  readonly letters: readonly Letter[];
  /** Where synth and the world differ. */
  readonly disagreements: readonly Problem[];
  /** What is wrong with the refusal. */
  readonly faults: readonly string[];
}

export interface Measured {
  readonly verdicts: readonly Verdict[];
  /** Readers that could not be asked, and why. */
  readonly skipped: readonly string[];
  /** Different questions by reader. */
  readonly asked: Readonly<Record<string, number>>;
}

/** So many models are in memory at once, while their readers answer. */
const together = 10;

/** Synthesizes every edit and shows what was accepted to the readers. */
export async function measure(chosen: readonly Edit[], props: PanelProps): Promise<Measured> {
  const panel = new Panel(props);
  try {
    const verdicts: Verdict[] = [];
    for (let first = 0; first < chosen.length; first += together) {
      const some = chosen.slice(first, first + together).map((edit) => judged(edit, panel.judges));
      verdicts.push(...(await Promise.all(some)));
    }
    return { verdicts, skipped: panel.skipped, asked: panel.asked };
  } finally {
    panel.end();
  }
}

async function judged(edit: Edit, judges: readonly Judge[]): Promise<Verdict> {
  const outcome = synthesize(edit.scene);
  if (outcome.kind === 'refused') {
    const { letters } = outcome;
    const disagreements = edit.verdict === 'right' ? [{ reader: 'synth', text: letters[0]?.text ?? '' }] : [];
    return { edit, accepted: false, letters, disagreements, faults: letterFaults(edit, letters) };
  }
  const found = (await Promise.all(judges.map((judge) => judge({ edit, ...outcome })))).flat();
  const missed = edit.verdict === 'wrong' ? [{ reader: 'nobody', text: edit.why ?? '' }] : [];
  return { edit, accepted: true, letters: [], disagreements: [...found, ...missed], faults: [] };
}
