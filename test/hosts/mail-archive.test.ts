import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// What the archive does with real mailboxes, real restic and a real S3 server is hosts/rehearsal/mail/run's to prove.
const files = join(import.meta.dirname, '../../hosts/roles/mailcow/files');
const anna = 'anna@harbour.example';
let at: string;

/** A folder that a run left, with its lines of two mails; Dovecot has the first as it was copied, and another in the place of the second. */
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), 'uyoop-archive-'));
  for (const folder of ['state/archive-batch/mails', 'bin', 'textfile'])
    mkdirSync(join(at, folder), { recursive: true });
  const lines = ['7', '8'].map((uid) => ({ user: anna, 'mailbox-guid': 'box', uid, guid: `copied-${uid}` }));
  writeFileSync(
    join(at, 'state/archive-batch/mails/manifest.jsonl'),
    lines.map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  const there = JSON.stringify([
    { uid: '7', guid: 'copied-7' },
    { uid: '8', guid: 'another' },
  ]);
  const docker = `#!/bin/sh\nshift 4\necho "$*" >>${at}/asked\ncase "$*" in *fetch*mailbox-guid*) echo '${there}' ;; esac\n`;
  writeFileSync(join(at, 'bin/docker'), docker);
  chmodSync(join(at, 'bin/docker'), 0o755);
  const archive = { days: 90, endpoint: 'http://localhost', region: 'x', bucket: 'x', profile: 'x', secrets: at };
  const contract = { folder: at, state: join(at, 'state'), textfile: join(at, 'textfile'), archive };
  writeFileSync(join(at, 'mailcow.json'), JSON.stringify(contract));
});

afterEach(() => rmSync(at, { recursive: true }));

function run(...words: readonly string[]) {
  const PATH = `${at}/bin:${process.env['PATH']}`;
  const env = { ...process.env, MAIL_CONFIG: join(at, 'mailcow.json'), MAIL_LIBRARY: files, PATH };
  const { status, stderr } = spawnSync('python3', [join(files, 'uyoop-mail-archive.py'), ...words], {
    env,
    encoding: 'utf8',
  });
  const asked = existsSync(join(at, 'asked')) ? readFileSync(join(at, 'asked'), 'utf8').split('\n') : [];
  return { status, stderr, deleted: asked.filter((line) => line.includes('expunge')) };
}

describe('uyoop-mail-archive', () => {
  it('deletes what a run that died had proven, while it is still the very same mail', () => {
    writeFileSync(join(at, 'state/archive-batch/proven'), 'snapshot');
    expect(run('run')).toMatchObject({
      status: 0,
      deleted: [`doveadm expunge -u ${anna} mailbox-guid box uid 7 not flagged not draft not deleted`],
    });
    expect(existsSync(join(at, 'state/archive-batch'))).toBe(false);
    expect(readFileSync(join(at, 'textfile/mail-archive.prom'), 'utf8')).toMatch(/_timestamp_seconds \d{10}\n$/);
  });

  it('deletes nothing that nobody had proven', () => {
    expect(run('run')).toMatchObject({ status: 0, deleted: [] });
    expect(existsSync(join(at, 'state/archive-batch'))).toBe(false);
  });

  it('says how it is used when it is asked nothing', () => {
    const { status, stderr } = run();
    expect(status).toBe(64);
    expect(stderr).toContain('uyoop-mail-archive find [WORD…]');
  });
});
