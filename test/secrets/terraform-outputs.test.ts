import { expect, it } from 'vitest';
import { type Composed, modelOf } from '../support/composed.ts';
import { own } from '../support/own.ts';
import { town } from '../support/town.ts';

/** What secrets want of Terraform, and the outputs that they name. */
function wantedOf(composed: Composed) {
  const { inventory, stacks } = modelOf(composed);
  const wanted = inventory.secrets
    .flatMap(({ keys }) => Object.values(keys))
    .filter((recipe) => recipe.from === 'terraform');
  return wanted.map(({ stack, output }) => stacks.find(({ name }) => name === stack)?.json.output[output]);
}

const sensitive = expect.objectContaining({ sensitive: true });

it.each([1, 2, 3] as const)(
  'every secret that Terraform makes in phase %i is a sensitive output of its stack',
  (phase) => {
    const wanted = wantedOf(town(phase));
    expect(wanted.length).toBeGreaterThan(2);
    for (const output of [...wanted, ...wantedOf(own(phase))]) expect(output).toEqual(sensitive);
  },
);
