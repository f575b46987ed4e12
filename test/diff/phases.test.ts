import { expect, it } from 'vitest';
import { differenceBetween } from '../../diff/diff.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import { choices, modelOf, remembered } from '../support/composed.ts';
import { own } from '../support/own.ts';

const files = remembered((phase, gitops) => filesOf(modelOf(own(phase, gitops))));

/** From each of our own models to the next, and back to the first. */
const steps = choices.map((from, index) => [from, choices[(index + 1) % choices.length] ?? from] as const);

it.each(steps)('tells what happens between the phases and engines of our own platform (%s to %s)', (from, to) => {
  const { changes } = differenceBetween(files(...from), files(...to), uyoop);
  expect(changes.length).toBeGreaterThan(10);
  const objects = changes.flatMap(({ object, fields }) => fields.map((field) => `${object} ${field.path.join('/')}`));
  expect(objects.filter((one, index) => objects.indexOf(one) !== index)).toEqual([]);
});
