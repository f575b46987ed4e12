/** Something that stays after what it belonged to has gone, and how it goes. */
export interface Leftover {
  readonly what: string;
  readonly cure: string;
}
