import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { edits, someEdits } from './edits.ts';
import { measure } from './measure.ts';
import { figuresOf, reportOf } from './report.ts';

const seed = Number(process.env.WORLD_SEED ?? 1);
const wanted = Number(process.env.WORLD_EDITS ?? 2400);
/** A part alone, evenly spread. */
const only = process.env.WORLD_SOME;
/** Terraform's providers, as `terraform providers mirror` lays them. */
const plugins = process.env.WORLD_TERRAFORM;
/** `WORLD_BUILD=no`: only readers that are built already are asked. */
const build = process.env.WORLD_BUILD !== 'no';
const kubeconfig = process.env.WORLD_KUBECONFIG;
const crds = fileURLToPath(new URL('../../imports/crds', import.meta.url));

test('what synth accepts, the world accepts and reads the same', async () => {
  const chosen = only ? someEdits(seed, Number(only)) : edits(seed, wanted);
  const measured = await measure(chosen, {
    crds,
    build,
    kubeconfig,
    ...(plugins && { terraform: { plugins, sample: 100 } }),
  });
  process.stdout.write(`${reportOf(seed, measured)}\n`);
  if (process.env.WORLD_JSON) writeFileSync(process.env.WORLD_JSON, JSON.stringify({ seed, ...measured }, null, 1));
  const { disagreements, poorLetters } = figuresOf(measured);
  expect({ disagreements, poorLetters }).toEqual({ disagreements: 0, poorLetters: 0 });
});
