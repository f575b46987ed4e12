import type { SealedStore } from '../constructs/facts/sealed-store.ts';
import { compose } from '../main.ts';
import type { Platform } from '../platform/types.ts';
import { sealedSource } from '../secrets/sealed/source.ts';
import { findings } from '../synth/checks/index.ts';
import { type SynthSurroundings, synthCommand } from '../synth/command/synth-command.ts';
import { kubernetesFiles } from '../synth/model/files.ts';
import type { Run } from '../synth/model/run.ts';
import { reportFiles } from '../synth/report/report.ts';
import { terraformFiles } from '../synth/writing/terraform-files.ts';
import { write } from '../synth/writing/writer.ts';
import { roomy, type Town, townOf } from './town.ts';

/** What one run works on. */
interface Task extends Town {
  readonly root: string;
  readonly out: string;
  readonly keep: NonNullable<SynthSurroundings['keep']>;
}

type Way = (task: Task) => number | Promise<number>;

const composed = (town: Town) => (platform: Platform, sealed: SealedStore) => compose(platform, sealed, townOf(town));

/** The command line's own path, of a town instead of the owner's platform. */
const checked: Way = ({ root, out, keep, ...town }) => {
  const around = { root, tell: console.error, keep };
  return synthCommand(['--no-types', '--out', out], roomy, composed(town), () => sealedSource(root), around);
};

/** The same files, whatever is wrong with them; says how much CPU each stage took. */
const stages =
  (withChecks: boolean): Way =>
  ({ root, out, ...town }) => {
    const clock = new Stages();
    const { store, ...sealed } = clock.time('load', () => sealedSource(root));
    const model = clock.time('compose', () => composed(town)(roomy, store));
    const yaml = clock.time('yaml', () => kubernetesFiles(model.documents));
    const terraform = clock.time('terraform', () => terraformFiles(model.stacks));
    const report = clock.time('report', () => reportFiles(model));
    const files: Run['files'] = new Map([...yaml, ...terraform, ...report]);
    if (withChecks) clock.time('checks', () => findings(model, { production: false, sealed, files }));
    clock.time('write', () => write(out, files));
    process.stdout.write(`${JSON.stringify({ objects: model.documents.length, milliseconds: clock.taken })}\n`);
    return 0;
  };

class Stages {
  readonly taken: Record<string, number> = {};
  /** In milliseconds of all threads: on a machine that others use too the clock tells little. The first stage began with the process. */
  private last = 0;

  time<Result>(stage: string, run: () => Result): Result {
    const result = run();
    const { user, system } = process.cpuUsage();
    const now = (user + system) / 1000;
    this.taken[stage] = Math.round(now - this.last);
    this.last = now;
    return result;
  }
}

export const ways: Readonly<Record<string, Way>> = { checked, unchecked: stages(false), stages: stages(true) };
