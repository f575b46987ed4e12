import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = join(root, 'hosts/roles/backup/files');

/** A folder as the role lays it down, with the contract of a machine. */
function folder(): string {
  const at = mkdtempSync(join(tmpdir(), 'uyoop-backup-'));
  const contract = JSON.parse(readFileSync(join(root, 'dist/hosts/backup/core-prod.json'), 'utf8'));
  const ownFolders = { state: join(at, 'state'), textfile: at };
  writeFileSync(join(at, 'config.json'), JSON.stringify({ ...contract, ...ownFolders }));
  for (const secret of ['password', 'credentials']) writeFileSync(join(at, secret), 'x', { mode: 0o600 });
  return at;
}

function run(script: string, args: readonly string[], at = folder()) {
  const env = { ...process.env, BACKUP_FOLDER: at, BACKUP_LIBRARY: join(files, 'lib.sh') };
  const { status, stderr } = spawnSync('bash', [join(files, `${script}.sh`), ...args], { env, encoding: 'utf8' });
  return { status, stderr };
}

describe('the scripts of the role backup', () => {
  test.each(['uyoop-backup', 'uyoop-restore', 'uyoop-cold-copy'])(
    '%s says how it is used when it is asked nothing',
    (script) => {
      const { status, stderr } = run(script, []);
      expect(status).toBe(64);
      expect(stderr).toContain(`${script} `);
    },
  );

  test.each([
    ['uyoop-restore', ['state']],
    ['uyoop-restore', ['list', '--at']],
    ['uyoop-restore', ['list', '--sideways', 'x']],
    ['uyoop-backup', ['run']],
    ['uyoop-prune', ['--everything']],
  ])('%s refuses %j', (script, args) => expect(run(script, args).status).toBe(64));

  it('refuse a time that is none', () => {
    expect(run('uyoop-restore', ['list', '--at', 'the day before the flood']).stderr).toContain('is no time');
  });

  it('name the tiers when one is asked for that is not there', () => {
    expect(run('uyoop-backup', ['run', 'yearly']).stderr).toContain("no tier 'yearly': one of daily, hourly");
  });

  test.each(['password', 'credentials'])('refuse a file %s that others can read', (secret) => {
    const at = folder();
    chmodSync(join(at, secret), 0o644);
    const { status, stderr } = run('uyoop-backup', ['run', 'daily'], at);
    expect(status).toBe(1);
    expect(stderr).toContain(`chmod 600 ${join(at, secret)}`);
  });

  it('load no dump that is empty, nor one of a state that takes none', () => {
    expect(run('uyoop-restore', ['load', 'prod-cloud/nextcloud-database', '/dev/null']).stderr).toContain('is no dump');
    expect(run('uyoop-restore', ['load', 'prod-web/ghost-content', '/dev/null']).stderr).toContain(
      'no command that loads',
    );
    expect(run('uyoop-restore', ['load', 'prod-web/nobody', '/dev/null']).stderr).toContain('no state prod-web/nobody');
  });

  it('measure what a state takes, and leave out what is not there', () => {
    const at = folder();
    const contract = JSON.parse(readFileSync(join(at, 'config.json'), 'utf8'));
    const states = [
      { namespace: 'a', volume: 'there', tier: 'daily', paths: [join(at, 'pass*')] },
      { namespace: 'a', volume: 'gone', tier: 'daily', paths: ['/nowhere/*'] },
    ];
    writeFileSync(join(at, 'config.json'), JSON.stringify({ ...contract, states, unsaved: [] }));
    expect(run('uyoop-volumes', [], at)).toMatchObject({ status: 0 });
    const measured = readFileSync(join(at, 'uyoop-volumes.prom'), 'utf8');
    expect(measured).toMatch(/^uyoop_volume_used_bytes\{namespace="a",volume="there"\} \d+$/m);
    expect(measured).not.toContain('gone');
  });
});
