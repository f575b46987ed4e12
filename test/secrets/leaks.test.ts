import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type LeakException, leakExceptions } from '../../secrets/commands/leak-exceptions.ts';
import { leaks, leaksIn } from '../../secrets/commands/leaks.ts';
import { repository } from '../synth/command/command-line.ts';
import { Bench } from './bench.ts';

// Put together here, so that this file holds no credential by form.
const pem = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ');
const random = ['q7Zt2mPx', '9LkV4sWd'].join('');

const repositoryOf = (files: Readonly<Record<string, string>>): Bench => {
  const bench = Bench.empty().putAll(files);
  execFileSync('git', ['init', '-q'], { cwd: bench.root });
  execFileSync('git', ['add', '-A'], { cwd: bench.root });
  return bench;
};

describe('what looks like a credential', () => {
  it.each([
    ['a private key', 'a.txt', pem, 'a private key in PEM'],
    ['a key of S3', 'a.env', `AKIA${'ABCDEFGHIJKLMNOP'}`, 'an access key of AWS or S3'],
    ['a GitLab token', 'a.md', `see glpat-${random}${random}`, 'a GitLab token'],
    ['a runner token', 'a.ts', `const t = 'glrt-${random}${random}'`, 'a GitLab token'],
    ['a GitHub token', 'a.yaml', `x: ghp_${random}${random}`, 'a GitHub token'],
    ['an age identity', 'a.txt', `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'}`, 'an age identity'],
    ['a password in a URL', 'a.sh', `curl https://ann:${random}@host/`, 'a password in a URL'],
    ['a bare assignment', 'a.yaml', `  password: ${random}`, "a value for 'password'"],
    ['an assignment in a program', 'a.ts', `connect({ user: 'ann', apiKey: '${random}' })`, "a value for 'apiKey'"],
    ['a variable of a shell', 'a.sh', `export DB_PASSWORD="${random}"`, "a value for 'DB_PASSWORD'"],
  ])('is found: %s', (_, path, text, what) => {
    expect(leaksIn(path, `first line\n${text}\n`)).toContainEqual({ path, line: 2, what });
  });

  it.each([
    ['a reference', 'a.ts', 'password: database.password,'],
    ['the name of a Secret', 'a.yaml', 'secretName: nextcloud-database-2'],
    ['a path', 'a.yaml', 'DB_PASSWORD_FILE: /secrets/nextcloud-database.password'],
    ['words', 'a.ts', "password: 'the-password-of-ghost'"],
    ['a template', 'a.yaml', 'password: $(DB_PASSWORD_2)'],
    [
      'ciphertext',
      'a.json',
      `"password": "${Buffer.concat([Buffer.from([1, 0]), Buffer.alloc(300, 7)]).toString('base64')}"`,
    ],
    ['a checksum', 'a.json', '"integrity": "sha512-AnjFn0Jv92laAkvMrghlFZq4qQCIN"'],
  ])('is not: %s', (_, path, text) => {
    expect(leaksIn(path, text)).toEqual([]);
  });
});

describe('secrets leaks', () => {
  it('finds nothing in this repository, and needs every exception', () => {
    expect(leaks(repository)).toContain('nothing that looks like a credential');
    for (const { reason } of leakExceptions) expect(reason.length).toBeGreaterThan(20);
  });

  it('names file and line of what is tracked, and repeats no credential', async () => {
    const bench = repositoryOf({ 'a/b.yaml': `x: 1\npassword: ${random}\n` });
    expect(() => leaks(bench.root, [])).toThrow("a/b.yaml:2: a value for 'password' (not repeated here)");
    expect(await bench.run([], ['leaks'])).toBe(1);
    expect(bench.errors).not.toContain(random);
  });

  it('passes over what Git ignores', () => {
    const bench = repositoryOf({ '.gitignore': 'ignored\n', ignored: pem });
    expect(leaks(bench.root, [])).toContain('nothing that looks like a credential in 1 files');
  });

  it('takes an exception with a reason, and refuses one that excepts nothing', () => {
    const bench = repositoryOf({ 'a/b.yaml': pem });
    const exception: LeakException = { path: 'a/', what: 'a private key', reason: 'the sample of a test' };
    expect(leaks(bench.root, [exception])).toContain('1 places are excepted with a reason');
    const idle = { ...exception, what: 'a JWT' };
    expect(() => leaks(bench.root, [exception, idle])).toThrow(
      "nothing is excepted any more by 'a/', a JWT: remove it",
    );
  });

  it('says so when there is no Git', () => {
    expect(() => leaks(Bench.empty().root, [])).toThrow('leaks asks Git what it tracks');
  });
});
