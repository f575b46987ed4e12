/** A module with all that it imports of ours. */
export interface Bundle {
  readonly text: string;
  /** What it is called in the cache; none where it is not kept. */
  readonly name?: string;
}

export declare class Bundler {
  constructor(root: string, use: string);
  readonly librariesKey: string;
  bundle(entry: string): Bundle;
  mapped(entry: string): { readonly text: string; readonly map: string };
  run(bundle: Bundle, filename: string): Readonly<Record<string, unknown>>;
  keepCode(): void;
}
