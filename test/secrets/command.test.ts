import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { given, random } from '../../constructs/secret/secret.ts';
import { commands as shapes } from '../../secrets/commands/shapes.ts';
import { Bench, certificateOf, claimsOf, clusterKey, everyRecipe, givenValues, sealOnce } from './bench.ts';
import { verifies } from './verifies.ts';

const every = everyRecipe();
const claims = Object.values(every);
const { oidc, ghostMail, bucket, authelia } = every;
const certificatePath = 'sealed/certificate.pem';

let sealed: Record<string, string>;
const sealedBench = (): Bench => new Bench().putAll(sealed);

beforeAll(async () => {
  sealed = await sealOnce(claims);
});

describe('secrets seal', () => {
  it('seals every value for both of its homes, with the same value', async () => {
    const bench = sealedBench();
    for (const claim of claims) {
      for (const key of Object.keys(claim.keys)) {
        expect(bench.value(claim, key, 'sealed')).toBe(bench.value(claim, key, 'vault'));
      }
    }
  });

  it('seals what was given, and makes the rest by its recipe', async () => {
    const bench = sealedBench();
    expect(bench.value(ghostMail, 'password')).toBe(givenValues.UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD);
    expect(bench.value(bucket, 'access')).toBe(givenValues.UYOOP_PROD_CLOUD_NEXTCLOUD_BUCKET_DRIVE_ACCESS);
    expect(bench.value(oidc, 'secret')).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(bench.value(authelia, 'jwks.pem')).toContain('BEGIN PRIVATE KEY');
    expect(verifies(bench.value(oidc, 'secret'), bench.value(authelia, 'nextcloud.digest'))).toBe(true);
  });

  it('changes no byte the second time', async () => {
    const bench = sealedBench();
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--from-env'])).toBe(0);
    expect(bench.files()).toEqual(before);
    expect(bench.output).toContain('0 values sealed, 0 files written');
  });

  it('keeps the ciphertext of a value when a key is added beside it', async () => {
    const bench = new Bench();
    await bench.run(claimsOf({ 'a/b': { x: random() } }), ['seal']);
    const before = JSON.parse(bench.read('sealed/a/b.json')).keys.x;
    await bench.run(claimsOf({ 'a/b': { w: random(), x: random() } }), ['seal']);
    expect(JSON.parse(bench.read('sealed/a/b.json')).keys.x).toEqual(before);
  });

  it('names every value that nobody gave, and writes nothing', async () => {
    const bench = new Bench();
    const before = bench.files();
    expect(await bench.run(claims, ['seal'], givenValues)).toBe(1);
    expect(bench.errors).toContain('nothing was written: 2 values');
    expect(bench.errors).toContain('prod-web/ghost-mail password  (given: password of the mailbox ghost@)');
    expect(bench.errors).toContain('UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD');
    expect(bench.errors).toContain('UYOOP_PROD_CLOUD_NEXTCLOUD_BUCKET_DRIVE_ACCESS');
    expect(bench.files()).toEqual(before);
  });

  it('takes an empty variable for none', async () => {
    const bench = new Bench();
    const env = { ...givenValues, UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: '' };
    expect(await bench.run(claims, ['seal', '--from-env'], env)).toBe(1);
    expect(bench.errors).toContain('nothing was written: 1 value cannot');
  });

  it('says when a given value was sealed before and stays', async () => {
    const bench = sealedBench();
    const env = { UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: 'another' };
    expect(await bench.run(claims, ['seal', '--from-env'], env)).toBe(0);
    expect(bench.output).toContain(
      'kept    UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD was given, but its value is sealed already',
    );
    expect(bench.value(ghostMail, 'password')).toBe(givenValues.UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD);
  });

  it('refuses to work without a certificate, under one that is expired, and under the placeholder', async () => {
    const none = Bench.empty();
    expect(await none.run(claims, ['seal'])).toBe(1);
    expect(none.errors).toContain(
      `${certificatePath}: is not there; begin with npm run secrets -- init --key PATH, or fetch the right one with: kubeseal`,
    );
    const expired = new Bench(certificateOf(clusterKey, new Date('2026-11-22T00:00:00Z')));
    expect(await expired.run(claims, ['seal', '--from-env'], givenValues)).toBe(1);
    expect(expired.errors).toContain('expired on 2026-11-22');
    const placeholder = Bench.empty();
    await placeholder.run(claims, ['seal', '--placeholder']);
    const before = placeholder.files();
    expect(await placeholder.run(claims, ['seal', '--from-env'], givenValues)).toBe(1);
    expect(placeholder.errors).toContain('is the placeholder');
    expect(placeholder.files()).toEqual(before);
  });

  it('refuses two values that would come from one variable', async () => {
    const bench = new Bench();
    const twins = claimsOf({ 'a-b/c': { x: given('one') }, 'a/b-c': { x: given('two') } });
    expect(await bench.run(twins, ['seal', '--from-env'], { UYOOP_A_B_C_X: 'v' })).toBe(1);
    expect(bench.errors).toContain("'a-b/c x' and 'a/b-c x' would both come from UYOOP_A_B_C_X: rename one of them");
  });
});

describe('secrets seal --from-file', () => {
  const outside = (text: string): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'uyoop-given-')), 'given.json');
    writeFileSync(file, text);
    return file;
  };

  it('takes the values from a file outside the repository', async () => {
    const bench = new Bench();
    expect(await bench.run(claims, ['seal', '--from-file', outside(JSON.stringify(givenValues))])).toBe(0);
    expect(bench.value(ghostMail, 'password')).toBe(givenValues.UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD);
  });

  it('refuses a file in the repository, where it may be committed', async () => {
    const bench = new Bench();
    bench.put('given.json', JSON.stringify(givenValues));
    expect(await bench.run(claims, ['seal', '--from-file', join(bench.root, 'given.json')])).toBe(1);
    expect(bench.errors).toContain('lies in the repository');
  });

  it.each([
    [
      'a name that nobody declares',
      '{"UYOOP_PROD_WEB_GHOST_MAIL_PASSWORT": "hunter2"}',
      'nearest: UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD',
    ],
    ['no JSON', 'hunter2', 'must hold JSON'],
    ['a list', '["hunter2"]', 'must hold JSON'],
    ['a value that is no text', '{"UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD": 2}', 'must hold JSON'],
  ])('refuses %s, without showing a value', async (_, text, problem) => {
    const bench = new Bench();
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--from-file', outside(text)])).toBe(1);
    expect(bench.errors).toContain(problem);
    expect(bench.errors).not.toContain('hunter2');
    expect(bench.files()).toEqual(before);
  });
});

describe('secrets, the list', () => {
  it('shows every declared value with its state, and writes nothing', async () => {
    const bench = Bench.empty();
    expect(await bench.run(claims, [])).toBe(0);
    expect(bench.output).toContain('sealed/certificate.pem  is not there');
    expect(bench.output).toMatch(
      /prod-web\/ghost-mail +password +missing +- +- +\(test\) +given: password of the mailbox ghost@/,
    );
    expect(bench.output).toContain('5 values: 0 sealed, 5 missing, 0 under another certificate; 0 overdue; 0 orphans');
    expect(bench.files()).toEqual({});
  });

  it('stacks what has no room beside, each secret over its keys', async () => {
    const bench = Bench.empty();
    bench.columns = 60;
    expect(await bench.run(claims, [])).toBe(0);
    expect(bench.output).toMatch(
      /\nprod-web\/ghost-mail\n {2}password +missing +- +-\n {6}\(test\): given: password of the mailbox ghost@\n/,
    );
    expect(bench.output.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  it('shows orphans, which prune deletes', async () => {
    const bench = sealedBench();
    const fewer = [oidc, authelia];
    await bench.run(fewer, []);
    expect(bench.output).toMatch(/prod-web\/ghost-mail +\(all\) +orphan +- +- +- +declared by nobody/);
    expect(await bench.run(fewer, ['prune'])).toBe(0);
    expect(bench.output).toContain('deleted prod-web/ghost-mail\n');
    expect(Object.keys(bench.files())).toEqual([
      certificatePath,
      'sealed/prod-cloud/nextcloud-oidc.json',
      'sealed/security/authelia-oidc.json',
    ]);
  });

  it('prunes a key that nobody declares out of its file, and nothing beside it', async () => {
    const bench = new Bench();
    await bench.run(claimsOf({ 'a/b': { x: random(), y: random(), z: random() } }), ['seal']);
    const { y } = JSON.parse(bench.read('sealed/a/b.json')).keys;
    await bench.run(claimsOf({ 'a/b': { y: random() } }), ['prune']);
    expect(JSON.parse(bench.read('sealed/a/b.json')).keys).toEqual({ y });
  });

  it('does not prune everything when nothing is declared', async () => {
    const bench = sealedBench();
    const before = bench.files();
    expect(await bench.run([], ['prune'])).toBe(1);
    expect(bench.files()).toEqual(before);
  });
});

describe('the command line', () => {
  it.each([
    [['seal', '--placholder'], 'seal has no such flag; did you mean --placeholder?', 'seal '],
    [['--jsn'], 'list has no such flag; did you mean --json?', 'list '],
    [['--placeholder'], 'list has no such flag; --placeholder is one of seal', 'list '],
    [['sael'], 'there is no such command; did you mean seal?', ''],
    [['hunter2'], 'there is no such command; there are list, init, seal', ''],
    [['seal', 'hunter2'], 'seal takes no words', 'seal '],
    [['set', 'a/b', 'c', 'hunter2'], 'a value is never typed there, it is asked for, or piped in', 'set '],
    [['set', 'a/b', 'c', '--password=hunter2'], 'set has no such flag; it has --help, --from-env', 'set '],
    [['--json=hunter2'], '--json takes no value', 'list '],
    [['seal', '--from-file'], '--from-file needs a file, or - for standard input', 'seal '],
    [['seal', '--placeholder', '--from-env'], '--placeholder throws its key away', ''],
  ])('refuses %j as not understood, and repeats no value', async (args, problem, page) => {
    const bench = Bench.empty();
    expect(await bench.run(claims, args)).toBe(1);
    expect(bench.errors).toContain(problem);
    expect(bench.errors).toContain(`See 'npm run secrets -- ${page}--help'`);
    expect(bench.errors).not.toContain('hunter2');
    expect(bench.files()).toEqual({});
  });

  it('refuses a flag that npm kept, and repeats no value', async () => {
    const bench = Bench.empty();
    const env = { npm_lifecycle_event: 'secrets', npm_config_from_file: 'hunter2' };
    expect(await bench.run(claims, ['seal'], env)).toBe(1);
    expect(bench.errors).toContain('Say: npm run secrets -- --from-file');
    expect(bench.errors).not.toContain('hunter2');
  });

  it('helps, with a page for each command', async () => {
    const bench = Bench.empty();
    expect(await bench.run(claims, ['--help'])).toBe(0);
    const commands = Object.keys(shapes);
    for (const command of commands) expect(bench.output).toContain(`\n  ${command}`);
    for (const command of commands) {
      expect(await bench.run(claims, [command, '--help'])).toBe(0);
      for (const flag of Object.keys(shapes[command as keyof typeof shapes].flags))
        expect(bench.output).toContain(`--${flag}`);
      expect(bench.output).toContain(`Example:\n  npm run secrets -- ${command}`);
      expect(bench.output).toContain('Exit code: 0 done; 1 refused, and nothing was written.');
      expect(bench.output.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    expect(bench.files()).toEqual({});
  });

  it('lets a slip of the program out, for whoever started it to say where it is', async () => {
    const bench = Bench.empty();
    const broken = [null] as unknown as typeof claims;
    await expect(bench.run(broken, [])).rejects.toThrow(TypeError);
    expect(bench.errors).toBe('');
  });
});

describe('values', () => {
  it('are nowhere but in ciphertext: not in what is printed, not in any file', async () => {
    const bench = new Bench();
    let printed = '';
    const argss = [['seal'], ['seal', '--from-env'], [], ['--json'], ['seal', '--from-env'], ['seal', '--wrong']];
    for (const args of argss) {
      await bench.run(claims, args, givenValues);
      printed += bench.output + bench.errors;
    }
    const plaintexts = claims.flatMap((claim) => Object.keys(claim.keys).map((key) => bench.value(claim, key)));
    expect(plaintexts).toHaveLength(5);
    const everything = printed + Object.values(bench.files()).join('\n');
    for (const value of plaintexts) {
      expect(everything).not.toContain(value);
      expect(everything).not.toContain(Buffer.from(value).toString('base64'));
    }
  });
});
