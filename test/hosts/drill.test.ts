import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/drill.sh');
const day = new Date().toISOString().slice(0, 10);

interface Step {
  readonly id: string;
  readonly run?: readonly string[];
  readonly byHand?: string;
  readonly shows?: readonly { readonly run: string; readonly says: string }[];
}

/** A folder with a plan of its own, as synth lays it beside the inventory. */
function planned(steps: readonly Step[], at = mkdtempSync(join(tmpdir(), 'uyoop-drill-'))): string {
  const whole = steps.map((step) => ({ what: step.id, after: [], run: [], shows: [], minutes: 1, ...step }));
  writeFileSync(join(at, 'drill.json'), JSON.stringify({ steps: whole }));
  return at;
}

function drill(at: string, ...args: readonly string[]) {
  const env = { ...process.env, INVENTORY: join(at, 'inventory.yaml'), DRILLS: at };
  const { status, stdout, stderr } = spawnSync('setsid', ['--wait', 'bash', script, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

const evidence = (at: string) => JSON.parse(readFileSync(join(at, `${day}.json`), 'utf8'));
const shows = (run: string, says: string) => [{ run, says }];

describe('npm run drill', () => {
  it('keeps what each step showed, and that all of them did', () => {
    const at = planned([
      { id: 'ground', run: ['true'], shows: shows('echo all 3 states are there', 'states are there') },
      { id: 'end', run: ['echo "$POINT" | grep restore_at=2027-03-01T02:00:00Z'] },
    ]);
    expect(drill(at, 'run', '--at', '2027-03-01 02:00 UTC')).toMatchObject({ status: 0 });
    expect(evidence(at)).toMatchObject({
      complete: true,
      restoredTo: '2027-03-01T02:00:00Z',
      steps: [
        { id: 'ground', held: true, inTime: true, shown: ['all 3 states are there'] },
        { id: 'end', held: true },
      ],
    });
  });

  it('on other machines than the platform’s is a rehearsal', () => {
    const at = planned([{ id: 'one' }]);
    drill(at, 'run');
    expect(evidence(at).kind).toBe('rehearsal');
  });

  it('ends at the step that says something else, and goes on there again', () => {
    const at = planned([
      { id: 'one', run: ['echo >>"$DRILLS/ran"'] },
      { id: 'two', shows: shows('echo sealed', 'open') },
    ]);
    const { status, said } = drill(at, 'run');
    expect([status, said]).toEqual([1, expect.stringContaining('two was not shown')]);
    expect(evidence(at)).toMatchObject({ complete: false, steps: [{ held: true }, { id: 'two', held: false }] });
    planned(
      [
        { id: 'one', run: ['echo >>"$DRILLS/ran"'] },
        { id: 'two', shows: shows('echo open', 'open') },
      ],
      at,
    );
    expect(drill(at, 'run').said).toContain('--again');
    expect(drill(at, 'run', '--again').status).toBe(0);
    expect(evidence(at)).toMatchObject({ complete: true, steps: [{ id: 'one' }, { id: 'two', held: true }] });
    expect(readFileSync(join(at, 'ran'), 'utf8')).toBe('\n');
  });

  it('ends when a command fails, whatever would be shown', () => {
    const at = planned([{ id: 'one', run: ['false'], shows: shows('echo yes', 'yes') }]);
    expect(drill(at, 'run').status).toBe(1);
    expect(evidence(at).steps).toMatchObject([{ id: 'one', held: false, shown: [] }]);
  });

  it('does not take for done what only a person does, where there is none', () => {
    const at = planned([{ id: 'vault', byHand: 'unseal it' }]);
    const { status, said } = drill(at, 'run');
    expect([status, said]).toEqual([1, expect.stringContaining('by hand: unseal it')]);
  });

  it('prints the steps', () => {
    expect(drill(planned([{ id: 'one' }]), 'steps').said).toBe('1\tone\tone\n');
  });

  it.each([[[]], [['sideways']], [['run', '--at', 'the day before the flood']]])('refuses %j', (args) => {
    expect(drill(planned([]), ...args).status).toBe(64);
  });
});
