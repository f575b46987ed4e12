import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kitItems } from '../../secrets/commands/kit-items.ts';
import { type LeakException, leakExceptions } from '../../secrets/commands/leak-exceptions.ts';
import { leaks, leaksIn, leaksInFile } from '../../secrets/commands/leaks.ts';
import { reference } from '../stacks/scratch.ts';
import { repository } from '../synth/command/command-line.ts';
import { Bench } from './bench.ts';

// Put together here, so that this file holds no credential by form.
const pem = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ');
const random = ['q7Zt2mPx', '9LkV4sWd'].join('');

const argon = ['$argon2id$v=19$m=65536', 't=3', 'p=4$c2FsdA$aGFzaA'].join(',');
const encoded = (text: string): string => Buffer.from(text).toString('base64');
const outputs = JSON.stringify({ key: { sensitive: true, type: 'string', value: random } }, null, 2);
const named = [
  'terraform.tfstate',
  'terraform.tfstate.backup',
  'errored.tfstate',
  'tfplan',
  'dns.tfplan',
  'outputs.json',
  '.env',
  'ovh.conf',
  'core-prod.kubeconfig',
  'kubeconfig.yaml',
  'admin.conf',
  'k3s.yaml',
  'dns.tfvars',
  'privatekey',
  'id_ed25519',
  'traefik.p12',
  'acme.json',
  '.netrc',
  '.pgpass',
  '.my.cnf',
  '.vault-token',
  '.terraformrc',
  'mailcow.conf',
  'ghost.sql',
  'ghost.sql.gz',
  'vault.snap',
];

/** What programs of the platform are told a credential by, without a name of its own before it. */
const spoken: readonly (readonly [what: string, text: string, found: string])[] = [
  ['a key of PGP', ['-----BEGIN', 'PGP PRIVATE KEY BLOCK-----'].join(' '), 'a private key in PEM'],
  ['a token of SonarQube', `x ${'squ_'}${'0a1b2c3d'.repeat(5)}`, 'a token of SonarQube'],
  ['a token of Grafana', `x ${'glsa_'}${random.repeat(2)}_0a1b2c3d`, 'a token of Grafana'],
  ['an API key of Ghost', `x ${'0a1b2c3d'.repeat(3)}${':'}${'0a1b2c3d'.repeat(8)}`, 'an API key of Ghost'],
  ['a key of Stripe', `x ${'sk_live_'}${random}`, 'a key of Stripe'],
  ['a key of a model API', `x ${'sk-proj-'}${random.repeat(2)}`, 'a key of a model API'],
  ['a second factor', `x ${'otpauth:'}//totp/ann?secret=${'JBSWY3DP'.repeat(2)}`, 'a second factor'],
  ['a digest of bcrypt', `ann:${'$2y$'}10$${'abcdefghij'.repeat(5)}abc`, 'the digest of a password'],
  ['a header', `curl -H 'Authorization: Bearer ${random}' https://host/`, 'a credential in a header'],
  ['a header of GitLab', `curl -H 'PRIVATE-TOKEN: ${random}' https://host/`, 'a credential in a header'],
  ['a login of curl', `curl -u ann:${random} https://host/`, 'a password in a command'],
  ['a login of MySQL', `mysql -uroot -p${random} ghost`, 'a password in a command'],
  ['a statement', `ALTER ROLE ann WITH PASSWORD '${random}';`, 'a password in SQL'],
  ['a user of MySQL', `CREATE USER ann IDENTIFIED BY '${random}';`, 'a password in SQL'],
  ['a login of netrc', `machine host login ann password ${random}`, 'a login of netrc'],
  ['a token of npm', `//host/:_authToken=${random}`, 'a token of npm'],
  ['a constant of PHP', `define('DB_PASSWORD', '${random}');`, "a value for 'DB_PASSWORD'"],
  ['a variable of PHP', `$dolibarr_main_db_pass='${random}';`, "a value for 'dolibarr_main_db_pass'"],
  ['the settings of Mailcow', `DBPASS=${random}`, "a value for 'DBPASS'"],
  ['another of them', `REDISPASS=${random}`, "a value for 'REDISPASS'"],
  ['a shared key of WireGuard', `PresharedKey = ${encoded(random.repeat(2))}`, "a value for 'PresharedKey'"],
  ['a login to a registry', `{"auths":{"host":{"auth":"${encoded(`ann:${random}`)}"}}}`, 'a login to a registry'],
  ['a key as JSON', `{"kty":"RSA","e":"AQAB","d":"${random.repeat(3)}"}`, 'a private key (JWK)'],
  ['a variable of a pod', `- name: DB_PASSWORD\n  value: ${random}`, 'a name with a credential below it'],
  ['the same as JSON', `{"name":"DB_PASSWORD","value":"${random}"}`, 'a name with a credential below it'],
  ['a block of YAML', `password: |\n  ${random}`, 'a name with a credential below it'],
];

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
    ['a certificate, in base64', 'a.yaml', `tls.crt: ${encoded(`-----BEGIN CERTIFICATE-----\n${random.repeat(9)}`)}`],
    [
      'an output that is an expression',
      'a.json',
      `{"output": {"a": {"sensitive": true, "value": "${reference('ovh_user.a.key')}"}}}`,
    ],
    ['an output that is not sensitive', 'a.json', '{"a": {"sensitive": false, "type": "string", "value": "plain"}}'],
    ['a Secret without values', 'a.yaml', 'kind: Secret\nmetadata: { name: a }\ndata:\n  key: ""\n'],
    [
      'what refers to a Secret',
      'a.yaml',
      'kind: Certificate\nspec:\n  ref: { kind: Secret, name: a }\ndata: { a: b }\n',
    ],
    ['the name of a variable', 'a.sh', 'echo "$UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD"'],
    ['a header with a variable', 'a.sh', 'curl -H "Authorization: Bearer $TOKEN_2" -u "ann:$PASSWORD_2" https://host/'],
    ['a statement with a variable', 'a.sh', `ALTER ROLE ann WITH PASSWORD '$PASSWORD_2_OF_ANN'`],
    ['a variable from a file', 'a.yaml', '- name: DB_PASSWORD_FILE\n  value: /secrets/ghost-database.password2'],
    ['a public key as JSON', 'a.json', `{"kty":"RSA","e":"AQAB","n":"${random.repeat(3)}"}`],
  ])('is not: %s', (_, path, text) => {
    expect(leaksIn(path, text)).toEqual([]);
  });
});

describe('what our own commands write or ask for', () => {
  const found = (path: string, text: string) => leaksInFile(path, Buffer.from(text)).map(({ what }) => what);

  it('is found: the key that init writes, under any name', async () => {
    const bench = Bench.empty();
    const path = join(bench.outside, 'any.yaml');
    expect(await bench.run([], ['init', '--key', path])).toBe(0);
    expect(found('any.yaml', readFileSync(path, 'utf8'))).toEqual(
      expect.arrayContaining(['a private key in PEM, in base64', 'a Secret of Kubernetes with its values']),
    );
    expect(found('any.txt', `client-key-data: ${encoded(pem)}`)).toContain('a private key in PEM, in base64');
  });

  it.each([
    ['outputs of Terraform', 'any.json', outputs, 'a sensitive output of Terraform'],
    ['the same on one line', 'any.json', outputs.replaceAll(/\s/g, ''), 'a sensitive output of Terraform'],
    ['a state of Terraform', 'any.json', '{"serial": 3, "lineage": "a-b", "outputs": {}}', 'a state of Terraform'],
    [
      'what vault operator init prints',
      'any.txt',
      `Unseal Key 1: ${encoded(random.repeat(2))}`,
      'an unseal key of Vault',
    ],
    ['the same as JSON', 'any.json', '{"unseal_keys_b64": ["x"], "root_token": ""}', 'an unseal key of Vault'],
    ['its root token', 'any.txt', `Initial Root Token: hvs.${random}${random}`, 'a Vault token'],
    ['a token of K3s', 'any.txt', `K10${'0a'.repeat(32)}::server:${random}`, 'a token of K3s'],
    [
      'a Secret as kubectl prints it',
      'any.yaml',
      `kind: List\nitems:\n- kind: Secret\n  data: { a: YQ== }\n`,
      'a Secret of',
    ],
    ['the same as JSON', 'any.json', '{"kind": "Secret", "stringData": {"a": "b"}}', 'a Secret of Kubernetes'],
    ['a value handed over', 'any.json', `{ "UYOOP_A_B_ACCESS": "short" }`, "a value for 'UYOOP_A_B_ACCESS'"],
    ['the same in an environment', 'any', 'export UYOOP_A_B_ACCESS=short', "a value for 'UYOOP_A_B_ACCESS'"],
    ['a login to OVH', 'any.ini', `consumer_key=${random}`, "a value for 'consumer_key'"],
    ['a login to GitHub', 'any.sh', `TF_VAR_github_mirror_credentials=ann:${random}`, "a value for 'TF_VAR_"],
    ['a key of WireGuard', 'any.conf', `PrivateKey = ${encoded(random.repeat(2))}`, "a value for 'PrivateKey'"],
    ["Authelia's users", 'any.yml', `    password: ${argon}`, 'the digest of a password'],
    [
      'a token in a Secret',
      'any.yaml',
      `token: ${encoded(`glpat-${random}${random}${random}`)}`,
      'a GitLab token, in base64',
    ],
  ])('is found: %s', (_, path, text, what) => {
    expect(found(path, text)).toContainEqual(expect.stringContaining(what));
  });

  it.each([...kitItems.map(({ file }) => file), ...named])('is found by its name, and Git ignores it: %s', (file) => {
    expect(found(`deep/${file}`, 'a word\n')).toHaveLength(1);
    expect(found(file, '')).toEqual([]);
    const ignored = () => execFileSync('git', ['check-ignore', '--no-index', `deep/${file}`], { cwd: repository });
    expect(ignored).not.toThrow();
  });

  it.each(spoken)('is found, whatever file it stands in: %s', (_, text, what) => {
    expect(found('any.txt', text)).toContain(what);
  });

  it('is found in what Windows wrote, two bytes a letter', () => {
    expect(leaksInFile('any.txt', Buffer.from(pem, 'utf16le')).map(({ what }) => what)).toEqual([
      'a private key in PEM',
    ]);
  });

  it('is found where it is packed: a plan of Terraform under any name', () => {
    const packed = Buffer.concat([Buffer.from('PK\u0003\u0004\0\0'), Buffer.from('tfplan'), Buffer.alloc(9)]);
    expect(leaksInFile('any.bin', packed).map(({ what }) => what)).toEqual(['a plan of Terraform']);
    expect(leaksInFile('picture.png', Buffer.from([0x89, 0x50, 0, 0]))).toEqual([]);
  });

  it('is ignored without hiding what belongs in Git', () => {
    const tracked = ['sealed/certificate.pem', 'sealed/prod-web/ghost-mail.json', 'secrets/commands/kit.ts'];
    for (const file of tracked) {
      expect(() => execFileSync('git', ['check-ignore', '--no-index', file], { cwd: repository })).toThrow();
    }
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
