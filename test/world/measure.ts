import { type DnsReader, dns } from './judges/dns.ts';
import { type AutheliaReader, authelia, type TraefikReader, traefik } from './judges/doors.ts';
import type { Judge, Problem } from './judges/judge.ts';
import { type KubernetesReader, kubernetes } from './judges/kubernetes.ts';
import { meaning } from './judges/meaning.ts';
import { Terraform } from './judges/terraform.ts';
import { letterFaults } from './letters.ts';
import { programOf } from './readers/build.mjs';
import { Reader } from './readers/reader.ts';
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

export interface MeasureProps {
  /** A folder of CustomResourceDefinitions. */
  readonly crds: string;
  /** Builds readers that are not built yet. Default: true. */
  readonly build?: boolean;
  /** A folder of Terraform's providers, and how many stacks they may read. */
  readonly terraform?: { readonly plugins: string; readonly sample: number };
}

/** Synthesizes every edit and shows what was accepted to the readers. */
export async function measure(chosen: readonly Edit[], { crds, build, terraform }: MeasureProps): Promise<Measured> {
  const validator = terraform && new Terraform(terraform.plugins, terraform.sample);
  const readers: Reader<never, never>[] = [];
  const skipped: string[] = validator ? [] : ['terraform: no folder of its providers was given'];
  const start = <R>(name: string, judge: (reader: R) => Judge, args: readonly string[] = []): Judge[] => {
    const { program, missing } = programOf(name, { build });
    if (!program) {
      skipped.push(`${name}: ${missing}`);
      return [];
    }
    const reader = new Reader<never, never>(name, program, args);
    readers.push(reader);
    return [judge(reader as R)];
  };
  const judges = [
    meaning,
    ...start<KubernetesReader>('kubernetes', kubernetes, [crds]),
    ...start<TraefikReader>('traefik', traefik),
    ...start<AutheliaReader>('authelia', authelia),
    ...start<DnsReader>('dns', dns),
    ...(validator ? [validator.judge] : []),
  ];
  try {
    const verdicts: Verdict[] = [];
    for (let first = 0; first < chosen.length; first += together) {
      const some = chosen.slice(first, first + together).map((edit) => judged(edit, judges));
      verdicts.push(...(await Promise.all(some)));
    }
    const counts = [...readers, ...(validator ? [{ name: 'terraform', asked: validator.asked }] : [])];
    return { verdicts, skipped, asked: Object.fromEntries(counts.map(({ name, asked }) => [name, asked])) };
  } finally {
    validator?.end();
    for (const reader of readers) reader.end();
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
