import type { Piece } from './pieces.ts';

/** A pair of small trees, and every sentence that its comparison says: `class object: sentence`. */
export interface Row {
  readonly title: string;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
  readonly says: readonly string[];
}

export const row = (
  title: string,
  before: Piece | readonly Piece[],
  after: Piece | readonly Piece[],
  ...says: readonly string[]
): Row => ({
  title,
  before: [before].flat(),
  after: [after].flat(),
  says,
});
