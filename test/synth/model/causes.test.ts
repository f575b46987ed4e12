import { expect, it } from 'vitest';
import { oneForEachCause } from '../../../synth/model/causes.ts';

const letter = (where: string, what: string, got: string) => ({ where, what, got, cure: 'mend it' });

it('the same fault in one place is told once, with all that was got', () => {
  const letters = [letter('a', 'is root', 'container x'), letter('a', 'is root', 'container y')];
  expect(oneForEachCause(letters)).toEqual([{ ...letter('a', 'is root', 'container x; container y'), also: [] }]);
});

it('what was got twice in one place is told once', () => {
  const letters = [letter('a', 'is root', 'container x'), letter('a', 'is root', 'container x')];
  expect(oneForEachCause(letters).map(({ got }) => got)).toEqual(['container x']);
});

it('the same thing got in several places is told once, with all places', () => {
  const letters = ['a', 'b', 'c'].map((where) => letter(where, 'moves', 'wiki:latest'));
  expect(oneForEachCause(letters)).toEqual([{ ...letter('a', 'moves', 'wiki:latest'), also: ['b', 'c'] }]);
});

it('different faults stay apart, and so do cures', () => {
  const letters = [letter('a', 'is root', 'x'), letter('b', 'is privileged', 'x'), letter('c', 'is root', 'y')];
  expect(oneForEachCause(letters)).toEqual(letters);
  const [first, second] = [letter('a', 'is root', 'x'), { ...letter('b', 'is root', 'x'), cure: 'mend b' }];
  expect(oneForEachCause([first, second])).toEqual([first, second]);
});
