/** Something that synth refuses: a small letter to a tired person. */
export interface Finding {
  /** Number of the check, 1 to 10. */
  readonly check: number;
  /** Where: the construct's path, or a file below `dist/`. */
  readonly where: string;
  readonly what: string;
  /** What was got instead. */
  readonly got: string;
  /** What to do. */
  readonly cure: string;
}
