import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixture } from '../../../support/platform.ts';
import { town } from '../../../support/town.ts';

const security = town().manifests.in('security');
const script: string = security.one('ConfigMap', 'vault-snapshot-config').data['job_run.sh'];

describe('Vault’s snapshot', () => {
  test('is taken every night before the backup that saves it', () => {
    const { schedule, timeZone, concurrencyPolicy } = security.one('CronJob', 'vault-snapshot').spec;
    expect([timeZone, concurrencyPolicy]).toEqual(['Etc/UTC', 'Forbid']);
    const minuteOfDay = (cron: string) => Number(cron.split(' ')[1]) * 60 + Number(cron.split(' ')[0]);
    const before = minuteOfDay(fixture.backups.daily.schedule) - minuteOfDay(schedule);
    expect(before).toBeGreaterThanOrEqual(10);
  });

  test('lies on a volume of its own, and its job sees no other', () => {
    const { volumes } = security.template('vault-snapshot').spec;
    const claims = volumes.flatMap((volume: { persistentVolumeClaim?: { claimName: string } }) =>
      volume.persistentVolumeClaim ? [volume.persistentVolumeClaim.claimName] : [],
    );
    expect(claims).toEqual(['vault-snapshot-data']);
  });
});

/** The script for real under /bin/sh; `vault` is two lines that print what Vault was seen to print. */
describe('its script', () => {
  let root: string;
  const at = (name: string) => join(root, name);
  const run = (vault: string) => {
    writeFileSync(at('bin/vault'), `#!/bin/sh\ncase "$*" in\n${vault}\nesac\n`);
    chmodSync(at('bin/vault'), 0o755);
    const env = { PATH: `${at('bin')}:/usr/bin:/bin`, ROLE: 'security-vault-snapshot', LOGIN: at('token') };
    return spawnSync('/bin/sh', ['-c', script.replaceAll('/snapshots', root)], { encoding: 'utf8', env });
  };
  const logsIn = 'write*auth/kubernetes/login*) echo hvs.stub ;;';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vault-snapshot-'));
    mkdirSync(at('bin'));
    writeFileSync(at('vault.snap'), 'of yesterday');
  });

  test('replaces the last one by a whole one, which only its owner reads', () => {
    const { status, stderr } = run(`${logsIn}\n'operator raft snapshot save '*) printf 'of today' >"$5" ;;`);
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(at('vault.snap'), 'utf8')).toBe('of today');
    expect([statSync(at('vault.snap')).mode & 0o777, existsSync(at('vault.snap.new'))]).toEqual([0o600, false]);
  });

  test('keeps the last one when Vault breaks off', () => {
    const { status } = run(`${logsIn}\n'operator raft snapshot save '*) printf half >"$5"; exit 2 ;;`);
    expect([status, readFileSync(at('vault.snap'), 'utf8')]).toEqual([2, 'of yesterday']);
  });

  test('fails with a word on the cause while Vault is sealed', () => {
    const { status, stderr } = run(`*) exit 2 ;;`);
    expect([status, stderr]).toEqual([2, 'FAILED    no login: is Vault sealed?\n']);
    expect(readFileSync(at('vault.snap'), 'utf8')).toBe('of yesterday');
  });
});
