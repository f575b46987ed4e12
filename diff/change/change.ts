import type { Changed } from '../compare/changed.ts';
import type { Field } from '../compare/field.ts';
import type { Sides } from '../sides/side.ts';
import type { Place } from '../tree/entity.ts';

/** From the worst to what nobody needs to read. */
export const classNames = [
  'data-loss',
  'replace',
  'exposure',
  'privilege',
  'hands',
  'restart',
  'version',
  'capacity',
  'routine',
] as const;

export type ClassName = (typeof classNames)[number];

/** What a rule knows to say of some fields of a changed thing. */
export interface Claim {
  /** The consequence, in words. */
  readonly says: string;
  /** The fields that it tells; a rule of a worse class may have told some of them already. */
  readonly fields: readonly Field[];
  /** It is said even where all its fields are told by another rule: a new image is a restart as well. */
  readonly also?: boolean;
  readonly link?: string;
}

/** What happens, with all of its fields: each field of a changed thing is told by one change alone. */
export interface Change extends Omit<Claim, 'also'> {
  readonly class: ClassName;
  /** `StatefulSet prod-web/ghost`: a waiver names it so. */
  readonly object: string;
  /** `prod-web/ghost`. */
  readonly called: string;
  readonly place: Place;
}

/** Reads one changed thing. */
export type Rule = (changed: Changed, sides: Sides) => readonly Claim[];

/** Says what follows from all changes together, and tells no field. */
export type Consequence = (changes: readonly Changed[], sides: Sides) => readonly Omit<Change, 'class' | 'fields'>[];

export interface ChangeClass {
  readonly name: ClassName;
  /** Its heading in a report. */
  readonly title: string;
  readonly rules: readonly Rule[];
  readonly consequences?: readonly Consequence[];
}

/** The field of a thing that came or went as a whole. */
export const whole = ({ fields }: Changed): readonly Field[] => fields.filter(({ path }) => path.length === 0);

export const isRemoved = ({ before, after }: Changed): boolean => before !== undefined && after === undefined;
export const isAdded = ({ before, after }: Changed): boolean => before === undefined && after !== undefined;

/** A claim on some fields, if there are any. */
export const claimOn = (fields: readonly Field[], says: string, link?: string): readonly Claim[] =>
  fields.length > 0 ? [{ says, fields, ...(link && { link }) }] : [];

/** `a → b`, for values that fit a line. */
export const movement = ({ before, after }: Pick<Field, 'before' | 'after'>): string =>
  `${shown(before)} → ${shown(after)}`;

export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
