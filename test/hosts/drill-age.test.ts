import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/drill-age.sh');
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

interface Evidence {
  readonly date: string;
  readonly complete?: boolean;
  readonly kind?: 'machines' | 'rehearsal';
}

function ageOf(drills: readonly Evidence[], ...flags: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'uyoop-drills-'));
  for (const drill of drills)
    writeFileSync(join(folder, `${drill.date}.json`), JSON.stringify({ complete: true, kind: 'machines', ...drill }));
  return spawnSync('bash', [script, ...flags, folder], { encoding: 'utf8' });
}

describe('the age of the last drill', () => {
  it('is told while it is younger than six months', () => {
    const { status, stdout } = ageOf([{ date: daysAgo(400) }, { date: daysAgo(20) }]);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`the last complete drill is of ${daysAgo(20)} `)]);
  });

  it('fails when it is older', () => {
    expect(ageOf([{ date: daysAgo(190) }])).toMatchObject({ status: 1 });
  });

  it('fails when the young one is not complete', () => {
    const drills = [{ date: daysAgo(190) }, { date: daysAgo(3), complete: false }];
    expect(ageOf(drills).stderr).toContain(`is of ${daysAgo(190)}, older than six months`);
  });

  it('fails when the young one is a rehearsal, and says when that was', () => {
    const { status, stderr } = ageOf([{ date: daysAgo(190) }, { date: daysAgo(3), kind: 'rehearsal' }]);
    expect(status).toBe(1);
    expect(stderr).toContain(`is of ${daysAgo(190)}, older than six months`);
    expect(stderr).toContain(`a rehearsal, which does not count: ${daysAgo(3)}`);
  });

  it('fails when there is none', () => expect(ageOf([]).stderr).toContain('no complete drill'));

  it('goes to Prometheus as the second of its day, and of no rehearsal', () => {
    const seconds = Date.parse(daysAgo(190)) / 1000;
    const { status, stdout } = ageOf([{ date: daysAgo(190) }, { date: daysAgo(3), kind: 'rehearsal' }], '--metric');
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, `uyoop_drill_last_success_timestamp_seconds ${seconds}`]);
  });

  it('is no line for Prometheus before there was one', () => {
    expect(ageOf([], '--metric')).toMatchObject({ status: 0, stdout: expect.not.stringMatching(/^uyoop/m) });
  });
});
