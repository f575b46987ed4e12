import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/drill-age.sh');
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function ageOf(drills: readonly { date: string; complete: boolean }[]) {
  const folder = mkdtempSync(join(tmpdir(), 'uyoop-drills-'));
  for (const drill of drills)
    writeFileSync(join(folder, `${drill.date}.json`), JSON.stringify({ ...drill, kind: 'rehearsal' }));
  return spawnSync('bash', [script, folder], { encoding: 'utf8' });
}

describe('the age of the last drill', () => {
  it('is told while it is younger than six months', () => {
    const { status, stdout } = ageOf([
      { date: daysAgo(400), complete: true },
      { date: daysAgo(20), complete: true },
    ]);
    expect([status, stdout]).toEqual([0, `the last complete drill (rehearsal) is of ${daysAgo(20)}\n`]);
  });

  it('fails when it is older', () => {
    expect(ageOf([{ date: daysAgo(190), complete: true }])).toMatchObject({ status: 1 });
  });

  it('fails when the young one is not complete', () => {
    const drills = [
      { date: daysAgo(190), complete: true },
      { date: daysAgo(3), complete: false },
    ];
    expect(ageOf(drills).stderr).toContain(`is of ${daysAgo(190)}, older than six months`);
  });

  it('fails when there is none', () => expect(ageOf([]).stderr).toContain('no complete drill'));
});
