import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/roles/base/files/snapshot.sh');

function around() {
  const at = mkdtempSync(join(tmpdir(), 'uyoop-snapshot-'));
  const [file, above] = [join(at, 'server/state.db'), join(at, 'before')];
  mkdirSync(join(at, 'server'));
  writeFileSync(file, 'as it was', { mode: 0o640 });
  const take = (...paths: readonly string[]) =>
    spawnSync('bash', [script, 'k3s', ...paths], { env: { ...process.env, SNAPSHOTS: above }, encoding: 'utf8' });
  return { file, above, take };
}

describe('the copy before an upgrade', () => {
  it('has everything at its own path, with its mode', () => {
    const { file, take } = around();
    const made = take(file).stdout.trim();
    expect(readFileSync(join(made, file), 'utf8')).toBe('as it was');
    expect(statSync(join(made, file)).mode & 0o777).toBe(0o640);
  });

  it('fails when something is missing, and leaves nothing that looks whole', () => {
    const { file, above, take } = around();
    expect(take(file, '/nowhere/token').status).not.toBe(0);
    expect(readdirSync(above).filter((name) => name.endsWith('Z'))).toEqual([]);
  });

  it('is one of three: the oldest goes, and what a dead run left', () => {
    const { file, above, take } = around();
    for (const day of ['01', '02', '03']) mkdirSync(join(above, `k3s-202601${day}T000000Z`), { recursive: true });
    mkdirSync(join(above, 'k3s-20260104T000000Z.part'));
    mkdirSync(join(above, 'mailcow-20250101T000000Z'));
    const made = take(file).stdout.trim();
    expect(readdirSync(above).sort()).toEqual([
      'k3s-20260102T000000Z',
      'k3s-20260103T000000Z',
      made.slice(above.length + 1),
      'mailcow-20250101T000000Z',
    ]);
  });
});
