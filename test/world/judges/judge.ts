import type { Files } from '../../../synth/model/files.ts';
import type { Model } from '../../../synth/model/model.ts';
import type { Edit } from '../scene.ts';

/** What synth accepted. */
export interface Accepted {
  readonly edit: Edit;
  readonly model: Model;
  readonly files: Files;
}

/** A reader that says no, or reads something else than was meant. */
export interface Problem {
  readonly reader: string;
  readonly text: string;
}

export type Judge = (accepted: Accepted) => Promise<readonly Problem[]>;

export const problems = (reader: string, texts: readonly string[]): readonly Problem[] =>
  texts.map((text) => ({ reader, text }));
