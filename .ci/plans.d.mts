export interface Change {
  readonly address: string;
  readonly what: string;
}

export declare function readPlan(text: string): { readonly summary: string; readonly changes: readonly Change[] };
export declare function planned(plans: readonly { readonly stack: string; readonly text: string }[]): string;
