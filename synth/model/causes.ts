import type { Letter } from './finding.ts';

/**
 * One letter for each cause, of those that one check wrote: the same fault in one place several times is told once with all
 * that was got, and the same thing got in several places once with all the places.
 */
export function oneForEachCause(letters: readonly Letter[]): readonly Letter[] {
  const byPlace = merged(letters, ({ where, what }) => `${where}\n${what}`, withGot);
  return merged(byPlace, ({ what, got, cure }) => `${what}\n${got}\n${cure}`, withPlace);
}

function merged(
  letters: readonly Letter[],
  causeOf: (letter: Letter) => string,
  merge: (first: Letter, next: Letter) => Letter,
): readonly Letter[] {
  const causes = new Map<string, Letter>();
  for (const letter of letters) {
    const cause = causeOf(letter);
    const known = causes.get(cause);
    causes.set(cause, known ? merge(known, letter) : letter);
  }
  return [...causes.values()];
}

function withGot(first: Letter, { got, also = [] }: Letter): Letter {
  const known = first.got.split('; ').includes(got);
  return { ...first, got: known ? first.got : `${first.got}; ${got}`, also: [...(first.also ?? []), ...also] };
}

function withPlace(first: Letter, { where, also = [] }: Letter): Letter {
  return { ...first, also: [...(first.also ?? []), where, ...also] };
}
