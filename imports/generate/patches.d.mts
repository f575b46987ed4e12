export interface Patch {
  /** What it is for: the error names it. */
  readonly why: string;
  /** With the flag `g`. */
  readonly find: RegExp;
  readonly put: string | ((...match: string[]) => string);
  /** How often it fits; `some` is once or more. */
  readonly times: number | 'some';
}
export declare function patched(text: string, patches: readonly Patch[]): string;
export declare function enumsAsUnions(code: string): string;
