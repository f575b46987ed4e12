/** Which trees of `dist/` the sources, as they stand, are known to make: each by the text of its index. */
export interface KnownTrees {
  knows(index: string): boolean;
  learn(index: string): void;
}
