/** Where a reader's program is, or why there is none. @param options `build: false` takes it only if it is there. */
export function programOf(
  name: string,
  options?: { readonly build?: boolean },
): { readonly program?: string; readonly missing?: string };
