/** A small letter to a tired person: one cause of a refusal. */
export interface Letter {
  /** Where: the construct's path, or a file below `dist/`. */
  readonly where: string;
  readonly what: string;
  /** What was got instead. */
  readonly got: string;
  /** What to do. */
  readonly cure: string;
  /** Further places of the same cause. */
  readonly also?: readonly string[];
  /** What was thrown, for whoever shows where: the words above say what a program needs of it. */
  readonly error?: unknown;
}

/** Something that synth refuses. */
export interface Finding extends Letter {
  /** Number of the check, 1 to 10. */
  readonly check: number;
}
