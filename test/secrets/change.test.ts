import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { given, random, type SecretClaim, terraformOutput } from '../../constructs/secret/secret.ts';
import { Bench, claimsOf, everyRecipe, sealOnce } from './bench.ts';
import { verifies } from './verifies.ts';

const every = everyRecipe();
const claims = Object.values(every);
const { oidc, ghostMail, bucket, authelia } = every;
const mail = ['prod-web/ghost-mail', 'password'] as const;

let sealed: Record<string, string>;
const sealedBench = (): Bench => new Bench().withGit().putAll(sealed);

beforeAll(async () => {
  sealed = await sealOnce(claims);
});

describe('secrets set', () => {
  it('seals what is piped in, without the line end that a program adds', async () => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['set', ...mail], {}, 'new password\n')).toBe(0);
    expect(bench.value(ghostMail, 'password')).toBe('new password');
    expect(bench.value(ghostMail, 'password', 'vault')).toBe('new password');
  });

  it('takes a text of several lines from a file as it is', async () => {
    const bench = new Bench();
    const users = claimsOf({ 'security/authelia-users': { 'users.yml': given('users', { form: 'yaml' }) } });
    const text = 'users:\n  ann: {}\n';
    const args = ['set', 'security/authelia-users', 'users.yml', '--from-file', bench.given('users.yml', text)];
    expect(await bench.run(users, args)).toBe(0);
    expect(bench.value(users[0] as SecretClaim, 'users.yml')).toBe(text);
  });

  it.each([
    ['a byte order mark', '\ufeffhunter2', 'it holds a byte order mark'],
    ['a NUL, as of UTF-16', 'h\0u\0n\0t\0', 'it holds a NUL'],
    ['a line end of Windows in the middle', 'hunter2\r\nmore', 'it holds ends of lines as Windows writes them'],
    ['an escape', 'hunter2\u001b[A', 'it holds a control character'],
    ['a character without width', 'hunter\u200b2', 'it holds a character without width'],
    ['two lines', 'hunter2\nmore\n', 'it has several lines, and its reader takes one'],
    ['a blank at its end', 'hunter2 ', 'it begins or ends with a blank'],
  ])('is refused with %s, and repeats nothing of it', async (_, text, problem) => {
    const bench = sealedBench();
    for (const [args, env, piped] of [
      [['--from-file', bench.given('value', text)], {}, ''],
      [['--from-file', '-'], {}, text],
      [['--from-env'], { UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: text }, ''],
    ] as const) {
      expect(await bench.run(claims, ['set', ...mail, ...args], { ...env }, piped)).toBe(1);
      expect(bench.errors).toContain(`prod-web/ghost-mail password: ${problem}`);
      expect(bench.errors).not.toContain('hunter');
    }
    expect(bench.files()).toMatchObject(sealed);
  });

  it.each([
    ['a URL without a host', 'url', 'smtp:ann', 'it is no URL with a host'],
    ['a URL whose password has a slash', 'url', 'smtp://ann:a/b@host:587', 'it is no URL with a host'],
    ['a text that is no YAML', 'yaml', 'users: [\n', 'it is no YAML with keys and values'],
    ['a digest alone', 'yaml', '$argon2id$', 'it is no YAML with keys and values'],
  ] as const)('is refused with %s, where its reader wants a %s', async (_, form, text, problem) => {
    const bench = new Bench();
    const shaped = claimsOf({ 'a/b': { c: given('shaped', { form }) } });
    expect(await bench.run(shaped, ['set', 'a/b', 'c', '--from-file', '-'], {}, text)).toBe(1);
    expect(bench.errors).toContain(`a/b c: ${problem}`);
  });

  it.each(['admin', 'Admin'])(
    'is refused with a person who bears the name of an application’s account: %s',
    async (name) => {
      const bench = new Bench();
      const users = claimsOf({
        'security/authelia-users': { 'users.yml': given('users', { form: 'yaml', reserved: ['aDmin'] }) },
      });
      const args = ['set', 'security/authelia-users', 'users.yml', '--from-file', '-'];
      expect(await bench.run(users, args, {}, `users:\n  ann: {}\n  ${name}: {}\n`)).toBe(1);
      expect(bench.errors).toContain(
        `its user '${name}' is an application's own account; give that person another name`,
      );
      expect(await bench.run(users, args, {}, 'users:\n  ann: {}\n  administrator: {}\n')).toBe(0);
    },
  );

  it('takes the variable of the value', async () => {
    const bench = sealedBench();
    const env = { UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: 'from the environment' };
    expect(await bench.run(claims, ['set', ...mail, '--from-env'], env)).toBe(0);
    expect(bench.value(ghostMail, 'password')).toBe('from the environment');
    expect(await bench.run(claims, ['set', ...mail, '--from-env'])).toBe(1);
    expect(bench.errors).toContain('UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: is not in the environment');
  });

  it('changes no byte when the value is the same again', async () => {
    const bench = sealedBench();
    await bench.run(claims, ['set', ...mail], {}, 'twice');
    const before = bench.files();
    expect(await bench.run(claims, ['set', ...mail], {}, 'twice')).toBe(0);
    expect(bench.output).toContain('unchanged prod-web/ghost-mail password');
    expect(bench.files()).toEqual(before);
  });

  it('marks a value so that neither another value nor another time shows which it is', async () => {
    const bench = sealedBench();
    const marks: string[] = [];
    for (const text of ['one', 'two', 'one']) {
      await bench.run(claims, ['set', ...mail], {}, text);
      marks.push(JSON.parse(bench.read('sealed/prod-web/ghost-mail.json')).keys.password.mark);
    }
    expect(new Set(marks).size).toBe(3);
    for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{32}$/);
  });

  it("keeps the marks' pepper in Git's own folder, for its owner alone", async () => {
    const bench = sealedBench();
    await bench.run(claims, ['set', ...mail], {}, 'x');
    expect(bench.read('.git/uyoop/pepper')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(statSync(join(bench.root, '.git/uyoop/pepper')).mode & 0o777).toBe(0o600);
  });

  it('seals the same value anew where the pepper is another one', async () => {
    const bench = sealedBench();
    await bench.run(claims, ['set', ...mail], {}, 'twice');
    const before = bench.read('sealed/prod-web/ghost-mail.json');
    bench.put('.git/uyoop/pepper', `${'0'.repeat(64)}\n`);
    expect(await bench.run(claims, ['set', ...mail], {}, 'twice')).toBe(0);
    expect(bench.read('sealed/prod-web/ghost-mail.json')).not.toBe(before);
  });

  it('makes the digest of a changed value with it', async () => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['set', 'prod-cloud/nextcloud-oidc', 'secret'], {}, 'chosen')).toBe(0);
    expect(verifies('chosen', bench.value(authelia, 'nextcloud.digest'))).toBe(true);
    await bench.run(claims, ['--json']);
    expect(JSON.parse(bench.output).values.every(({ state }: { state: string }) => state === 'sealed')).toBe(true);
  });

  it.each([
    [
      ['set', 'prod-web/ghost-mial', 'password'],
      "'prod-web/ghost-mial' is no declared secret (NAMESPACE/NAME); nearest: prod-web/ghost-mail",
    ],
    [['set', 'Hunter2!', 'password'], 'what was typed is no declared secret'],
    [['set', 'prod-web/ghost-mail', 'pass'], "prod-web/ghost-mail has no such key; it has 'password'"],
    [['set', 'security/authelia-oidc', 'nextcloud.digest'], "follows 'prod-cloud/nextcloud-oidc secret': set that one"],
    [['set', ...mail, 'hunter2'], 'a value is never typed there'],
    [['set', ...mail], 'the value is empty'],
    [['set', 'prod-web/ghost-mail'], 'set needs NAMESPACE/NAME KEY'],
  ])('refuses %j', async (args, problem) => {
    const bench = sealedBench();
    const before = bench.read('sealed/prod-web/ghost-mail.json');
    expect(await bench.run(claims, args)).toBe(1);
    expect(bench.errors).toContain(problem);
    expect(bench.errors).not.toMatch(/hunter2/i);
    expect(bench.read('sealed/prod-web/ghost-mail.json')).toBe(before);
  });

  it('refuses a value over 1 MiB, and bytes that are no text', async () => {
    const bench = sealedBench();
    const before = bench.read('sealed/prod-web/ghost-mail.json');
    expect(await bench.run(claims, ['set', ...mail], {}, 'x'.repeat(1024 * 1024 + 1))).toBe(1);
    expect(bench.errors).toContain('is over the 1 MiB');
    const file = bench.given('binary', '');
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]));
    expect(await bench.run(claims, ['set', ...mail, '--from-file', file])).toBe(1);
    expect(bench.errors).toContain('is no UTF-8 text');
    expect(bench.read('sealed/prod-web/ghost-mail.json')).toBe(before);
  });
});

describe('secrets rotate', () => {
  it('makes a new value, and its digest, and leaves every other byte', async () => {
    const bench = sealedBench();
    const before = bench.value(oidc, 'secret');
    expect(await bench.run(claims, ['rotate', 'prod-cloud/nextcloud-oidc'])).toBe(0);
    const secret = bench.value(oidc, 'secret');
    expect(secret).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(secret).not.toBe(before);
    expect(verifies(secret, bench.value(authelia, 'nextcloud.digest'))).toBe(true);
    expect(bench.read('sealed/prod-web/ghost-mail.json')).toBe(sealed['sealed/prod-web/ghost-mail.json']);
    expect(bench.output).toContain('changed   security/authelia-oidc nextcloud.digest');
  });

  it('rotates one key, when one is named', async () => {
    const bench = new Bench();
    const two = claimsOf({ 'a/b': { x: random(), y: random() } });
    await bench.run(two, ['seal']);
    const { y } = JSON.parse(bench.read('sealed/a/b.json')).keys;
    expect(await bench.run(two, ['rotate', 'a/b', 'x'])).toBe(0);
    expect(JSON.parse(bench.read('sealed/a/b.json')).keys.y).toEqual(y);
    expect(bench.output).toContain('1 values changed, 1 files written');
  });

  it('says what a person does beside the restart', async () => {
    const bench = new Bench();
    const database = claimsOf({ 'a/b': { x: random(40, { after: 'change it in the database too' }) } });
    await bench.run(database, ['seal']);
    await bench.run(database, ['rotate', 'a/b']);
    expect(bench.output).toContain('then      a/b x: change it in the database too');
  });

  it('leaves what must never change, and says why', async () => {
    const bench = new Bench();
    const app = claimsOf({
      'a/b': { id: random(64, { rotate: { never: 'it keys what is encrypted' } }), x: random() },
    });
    await bench.run(app, ['seal']);
    const { id } = JSON.parse(bench.read('sealed/a/b.json')).keys;
    expect(await bench.run(app, ['rotate', 'a/b'])).toBe(0);
    expect(bench.output).toContain('kept      a/b id: is never rotated: it keys what is encrypted');
    expect(JSON.parse(bench.read('sealed/a/b.json')).keys.id).toEqual(id);
    expect(await bench.run(app, ['rotate', 'a/b', 'id'])).toBe(1);
  });

  it.each([
    [
      ['prod-web/ghost-mail'],
      'is not made here: replace it where it is valid, then npm run secrets -- set prod-web/ghost-mail password',
    ],
    [['prod-cloud/nextcloud-bucket-drive', 'access'], 'npm run secrets -- import-terraform FILE'],
    [['security/authelia-oidc', 'nextcloud.digest'], "follows 'prod-cloud/nextcloud-oidc secret': rotate that one"],
  ])('refuses %j', async (words, problem) => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['rotate', ...words])).toBe(1);
    expect(bench.errors).toContain(problem);
  });
});

describe('secrets import-terraform', () => {
  const output = (value: unknown) => ({ sensitive: true, type: 'string', value });
  const outputs = JSON.stringify({ 'drive-access-key': output('AKIA-new'), other: output({ a: 1 }) });

  it('takes what a secret is made of, also from a pipe, and passes over the rest', async () => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['import-terraform', '-'], {}, outputs)).toBe(0);
    expect(bench.value(bucket, 'access')).toBe('AKIA-new');
    const before = bench.files();
    expect(await bench.run(claims, ['import-terraform', bench.given('tf.json', outputs)])).toBe(0);
    expect(bench.files()).toEqual(before);
  });

  it.each([
    ['no JSON', 'hunter2', "must hold what 'terraform output -json' prints"],
    ['another JSON', '{"a": "hunter2"}', "must hold what 'terraform output -json' prints"],
    ['nothing that is wanted', '{"a": {"value": "hunter2"}}', 'wanted: object-storage.drive-access-key'],
  ])('refuses %s', async (_, text, problem) => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['import-terraform', '-'], {}, text)).toBe(1);
    expect(bench.errors).toContain(problem);
    expect(bench.errors).not.toContain('hunter2');
  });

  it.each([
    ['null', { access: output('a'), secret: output(null) }, "the output 'secret' is null: apply the stack"],
    ['empty', { access: output(''), secret: output('s') }, "the output 'access' is empty: apply the stack"],
    ['no text', { access: output('a'), secret: output({ a: 1 }) }, "the output 'secret' is no text (object)"],
    ['not there', { access: output('a') }, "has no output 'secret', the other half of a/b: apply the stack"],
  ])('refuses a pair of which one half is %s, and seals neither', async (_, json, problem) => {
    const bench = new Bench();
    const pair = claimsOf({
      'a/b': { access: terraformOutput('storage', 'access'), secret: terraformOutput('storage', 'secret') },
    });
    expect(await bench.run(pair, ['import-terraform', '-'], {}, JSON.stringify(json))).toBe(1);
    expect(bench.errors).toContain(problem);
    expect(Object.keys(bench.files())).not.toContain('sealed/a/b.json');
  });

  it('asks which stack is meant when two have an output of one name', async () => {
    const bench = new Bench();
    const twins = claimsOf({
      'a/b': { x: terraformOutput('one', 'key') },
      'a/c': { x: terraformOutput('two', 'key') },
    });
    const text = JSON.stringify({ key: output('v') });
    expect(await bench.run(twins, ['import-terraform', '-'], {}, text)).toBe(1);
    expect(bench.errors).toContain("the stacks 'one' and 'two' both have an output 'key': say --stack");
    expect(await bench.run(twins, ['import-terraform', '-', '--stack', 'two'], {}, text)).toBe(0);
    expect(Object.keys(bench.files())).toContain('sealed/a/c.json');
    expect(Object.keys(bench.files())).not.toContain('sealed/a/b.json');
  });
});

describe('a file that holds values', () => {
  it.each([
    ['set', (file: string) => ['set', ...mail, '--from-file', file]],
    ['import-terraform', (file: string) => ['import-terraform', file]],
    ['reseal', (file: string) => ['reseal', '--key', file]],
    ['kit', (file: string) => ['kit', '/nowhere', '--key', file]],
  ])('is refused by %s when it lies in the repository', async (_, args) => {
    const bench = sealedBench();
    bench.put('given.json', '{}');
    expect(await bench.run(claims, args(join(bench.root, 'given.json')))).toBe(1);
    expect(bench.errors).toContain('lies in the repository, where it may be committed');
  });

  it('is never changed', async () => {
    const bench = sealedBench();
    const file = bench.given('value', 'v\n');
    await bench.run(claims, ['set', ...mail, '--from-file', file]);
    expect(readFileSync(file, 'utf8')).toBe('v\n');
  });
});
