import { expect, it } from 'vitest';
import { Copy } from './copy.ts';
import { edits } from './edits.ts';

const vitest = (...words: readonly string[]) => ['vitest', ...words, '--project', 'unit', '--reporter', 'dot'] as const;

/** What runs the program on the whole repository, so that no import says whether an edit moves it. */
const ofTheRepository = [
  'test/ci',
  'test/synth/command',
  'test/secrets/leaks',
  'test/renovate',
  'test/rooms',
  'test/traceability',
];

/**
 * The tests that an edit of these files can turn red: all that come to one of them by imports, and what reads the repository. The
 * others stand on a platform of their own; with `EDITS_WHOLE=1`, as once a week, they run too.
 */
const testsOf = (files: readonly string[]) =>
  process.env.EDITS_WHOLE ? [vitest('run')] : [vitest('related', '--run', ...files), vitest('run', ...ofTheRepository)];

/** What `.ci/run` runs on a merge request, but for its installation and the checkers of other people's programs. */
const pipelineOf = (files: readonly string[]) => [
  ...testsOf(files),
  ['tsc', '--noEmit'],
  ['biome', 'check', '.'],
  ['node', 'synth/run.mjs', 'secrets', 'leaks'],
  ['node', 'synth/run.mjs', 'synth'],
];

it.concurrent.each(edits)('after this edit the whole pipeline is green: $name', async ({ make }) => {
  const copy = new Copy();
  try {
    await make(copy);
    await copy.run('biome', 'check', '--write', '.');
    expect(await copy.program('synth')).toMatchObject({ status: 0 });
    copy.commit('edited');
    for (const [program = '', ...words] of pipelineOf(copy.edited())) {
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
