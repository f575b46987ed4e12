import { expect, it } from 'vitest';
import { letters, scratch } from './scratch.ts';

it('finds nothing in a healthy platform', () => {
  expect(letters(scratch())).toEqual([]);
});

it('finds nothing in its first phase, where secrets are laid down by hand', () => {
  const { platform } = scratch();
  const machines = platform.machines.map((machine) => ({ ...machine, fromPhase: 1 as const }));
  expect(letters(scratch({ platform: { phase: 1, machines } }))).toEqual([]);
});
