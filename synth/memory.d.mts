/** What a run said, as far as the memory has to know. */
export interface Remembered {
  readonly summary: { readonly written: unknown };
  readonly json: boolean;
}

export declare class Memory {
  constructor(root: string, program: string, libraries: string, words: readonly string[]);
  recall(): Remembered | undefined;
  keep(directory: string, said: Remembered): void;
}
