import { expect, it } from 'vitest';
import { compose } from '../../main.ts';
import { uyoop } from '../../platform/uyoop.ts';

it.each([1, 2, 3] as const)(
  'every secret that Terraform makes in phase %i is a sensitive output of the stack it names',
  (phase) => {
    const { inventory, stacks } = compose({ ...uyoop, phase }, {});
    const wanted = inventory.secrets
      .flatMap(({ keys }) => Object.values(keys))
      .filter((recipe) => recipe.from === 'terraform');
    const outputs = wanted.map(({ stack, output }) => stacks.find(({ name }) => name === stack)?.json.output[output]);
    expect(wanted.length).toBeGreaterThan(1);
    expect(outputs).toEqual(wanted.map(() => expect.objectContaining({ sensitive: true })));
  },
);
