import type { TerraformStackJson } from '../../../synth/model/model.ts';
import type { Fields } from '../../support/manifests.ts';

type Stacks = readonly TerraformStackJson[];

/** The healthy stacks with the resources of one of them changed. */
export const changedStack =
  (name: string, type: string, change: (resources: Fields) => void) =>
  (stacks: Stacks): Stacks =>
    stacks.map((stack) => {
      const copy = structuredClone(stack);
      if (stack.name === name) change(copy.json['resource'][type]);
      return copy;
    });
