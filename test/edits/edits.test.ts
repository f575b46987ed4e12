import { expect, it } from 'vitest';
import { Copy } from './copy.ts';
import { edits } from './edits.ts';

/** What `.ci/run` runs on a merge request, but for its installation and Prometheus's own checker. */
const pipeline = [
  ['vitest', 'run', '--project', 'unit', '--reporter', 'dot'],
  ['tsc', '--noEmit'],
  ['biome', 'check', '.'],
  ['node', 'synth/run.mjs', 'secrets', 'leaks'],
  ['node', 'synth/run.mjs', 'synth'],
] as const;

it.concurrent.each(edits)('after this edit the whole pipeline is green: $name', async ({ make }) => {
  const copy = new Copy();
  try {
    await make(copy);
    await copy.run('biome', 'check', '--write', '.');
    expect(await copy.program('synth')).toMatchObject({ status: 0 });
    copy.commit('edited');
    for (const [program, ...words] of pipeline) {
      const { status, output } = await copy.run(program, ...words);
      expect(status, `${program} ${words.join(' ')}\n${failuresIn(output)}`).toBe(0);
    }
    expect(copy.changes()).toBe('');
  } finally {
    copy.remove();
  }
});

/** Of a run of the tests what failed, of everything else all. */
function failuresIn(output: string): string {
  const failed = output.indexOf(' Failed ');
  return failed < 0 ? output : output.slice(failed);
}
