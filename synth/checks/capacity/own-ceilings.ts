/*
 * Fields: containers[*].image, .env, .command, .args, .resources.limits.memory, mounted ConfigMaps; platform/ceilings.ts.
 * Allowed: what a program, its child or its recovery takes for its own, up to nine tenths of its container's memory limit.
 */

import { readableBytes } from '../../../constructs/facts/quantity.ts';
import { check } from '../../model/check.ts';
import { type OwnCeiling, ownCeilings } from '../../reading/ceilings.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure =
  'set it to nine tenths of the memory limit at most, or raise memoryLimit; platform/ceilings.ts knows the settings';

/** The rest is for what no such setting counts: code, stacks, buffers. */
const share = 0.9;

export default check('programs that take more memory for their own than their container may use', (model) =>
  podTemplates(model).flatMap((template) =>
    template.running.flatMap((container) => {
      const limit = container.limits.memory;
      if (limit === undefined) return [];
      const over = ownCeilings(model, template, container).filter(({ bytes }) => bytes > share * limit);
      if (over.length === 0) return [];
      const { path, namespace, name } = template;
      const what = `${namespace}/${name} is ended by the kernel before its own ceiling holds it`;
      const got = `${over.map(said).join('; ')}; its limit is ${readableBytes(limit)}`;
      return [{ where: path, what, got, cure }];
    }),
  ),
);

function said({ by, bytes, unset }: OwnCeiling): string {
  const amount = Number.isFinite(bytes) ? readableBytes(bytes) : 'no end';
  return `${by} ${unset ? `is not set, which means ${amount}` : `comes to ${amount}`}`;
}
