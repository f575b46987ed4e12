import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/roles/mailcow/files/uyoop-mailcow.sh');
const at = mkdtempSync(join(tmpdir(), 'uyoop-mailcow-'));
const [source, folder, state] = [join(at, 'source'), join(at, 'folder'), join(at, 'state')];

/** As Mailcow's own at 2026-07a: it sets its remote back, ends with 2 where its modules were old, and asks the network for IPv6. */
const update = `#!/bin/bash
git remote set-url origin https://github.com/mailcow/mailcow-dockerized
git fetch --quiet origin && git checkout --quiet origin/master -- modules
git diff --quiet --cached || { git commit --quiet --message=modules && exit 2; }
! ping6 -c1 2001:db8::1 2>/dev/null || { echo 'IPv6 answered' && exit 9; }
echo "$*" >${at}/words
git merge --quiet -X theirs origin/master
`;

const git = (where: string, ...words: readonly string[]) => {
  const person = ['-c', 'user.name=anna', '-c', 'user.email=anna@harbour.example'];
  return execFileSync('git', ['-C', where, ...person, ...words], { encoding: 'utf8' }).trim();
};

function run(...words: readonly string[]) {
  const env = { ...process.env, MAIL_CONFIG: join(at, 'mailcow.json'), PATH: `${at}/bin:${process.env['PATH']}` };
  for (const who of ['AUTHOR', 'COMMITTER']) {
    Object.assign(env, { [`GIT_${who}_NAME`]: 'anna', [`GIT_${who}_EMAIL`]: 'anna@harbour.example' });
  }
  const { status, stdout } = spawnSync('bash', [script, ...words], { env, encoding: 'utf8' });
  return [status, stdout];
}

function release(tag: string): void {
  writeFileSync(join(source, 'modules'), tag);
  writeFileSync(join(source, 'version'), tag);
  git(source, 'add', '.');
  git(source, 'commit', '--quiet', `--message=${tag}`);
  git(source, 'tag', tag);
}

beforeAll(() => {
  for (const one of [source, state, join(at, 'bin')]) mkdirSync(one);
  // Of a network that has IPv6.
  writeFileSync(join(at, 'bin/ping6'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  git(source, 'init', '--quiet', '--initial-branch=master');
  writeFileSync(join(source, 'update.sh'), update, { mode: 0o755 });
  for (const tag of ['2026-05', '2026-07', '2026-09']) release(tag);
  const places = { folder, state, mirror: join(at, 'mirror.git'), repository: source };
  writeFileSync(join(at, 'mailcow.json'), JSON.stringify(places));
});

afterAll(() => rmSync(at, { recursive: true }));

describe('uyoop-mailcow', () => {
  it('moves the mirror to the pinned tag, once', () => {
    expect(run('pin', '2026-05')).toEqual([0, 'moved\n']);
    expect(run('pin', '2026-05')).toEqual([0, '']);
    git(at, 'clone', '--quiet', join(at, 'mirror.git'), folder);
    expect(run('has', '2026-05')).toEqual([0, '']);
  });

  it('knows that a tag which was never fetched is not there', () => {
    expect(run('pin', '2026-07')).toEqual([0, 'moved\n']);
    expect(run('has', '2026-07')).toEqual([1, '']);
  });

  it("comes to the pinned tag by Mailcow's own script, and not to what its repository has beyond", () => {
    expect(run('update')[0]).toBe(0);
    expect(run('has', '2026-07')).toEqual([0, '']);
    expect(readFileSync(join(folder, 'version'), 'utf8')).toBe('2026-07');
    expect(readFileSync(join(at, 'words'), 'utf8')).toBe('--force --skip-ping-check --skip-start\n');
  });

  it('makes a key for the API once, where only root reads it', () => {
    const conf = join(folder, 'mailcow.conf');
    writeFileSync(conf, '#API_KEY=\nAPI_KEY=\nTZ=Etc/UTC\n', { mode: 0o600 });
    expect(run('key')).toEqual([0, 'made\n']);
    const made = readFileSync(conf, 'utf8');
    expect(made).toMatch(/^#API_KEY=\nTZ=Etc\/UTC\nAPI_KEY=[0-9a-f]{48}\n$/);
    expect(run('key')).toEqual([0, '']);
    expect(readFileSync(conf, 'utf8')).toBe(made);
    expect(statSync(conf).mode & 0o777).toBe(0o600);
  });

  it('calls containers stale until they were made with what is written', () => {
    mkdirSync(join(folder, 'data/conf/postfix'), { recursive: true });
    const extra = join(folder, 'data/conf/postfix/extra.cf');
    writeFileSync(extra, 'mynetworks = 127.0.0.0/8\n');
    expect(run('stale')).toEqual([0, 'stale\n']);
    run('made');
    expect(run('stale')).toEqual([0, '']);
    writeFileSync(extra, 'mynetworks = !172.22.1.1/32\n');
    expect(run('stale')).toEqual([0, 'stale\n']);
  });

  it('says how it is used when it is asked something else', () => expect(run('upgrade')[0]).toBe(64));
});
