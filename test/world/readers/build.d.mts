/** Where a reader's program is, or why there is none. */
export function programOf(name: string): { readonly program?: string; readonly missing?: string };
