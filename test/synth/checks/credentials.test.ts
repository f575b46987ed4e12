import { describe, expect, it } from 'vitest';
import { credentialsIn } from '../../../synth/checks/credentials.ts';
import {
  credentialsByForm,
  credentialsByLine,
  isLiteral,
  namesCredential,
} from '../../../synth/reading/credential-patterns.ts';
import { letters, object, Scratch, scratch, tripped } from './scratch.ts';

// Put together here, so that no scanner takes this file for a leak.
const pem = ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ');
const gitlab = ['glpat', 'abcdefghij0123456789'].join('-');

describe('check 6: credentials', () => {
  it.each([
    ['a variable', { env: { WIKI_PASSWORD: 'hunter2' } }],
    ['a token in any variable', { env: { COLOUR: gitlab } }],
    ['a flag', { args: ['--db-password=hunter2'] }],
    ['a key in a file', { files: { '/etc/key.pem': `${pem}\nabc\n` } }],
    ['a line of a file', { files: { '/etc/wiki.yml': 'database:\n  password: "hunter2"\n' } }],
    ['a login in a URL', { env: { DATABASE: 'postgres://wiki:hunter2@db/wiki' } }],
  ])('refuses %s', (_, props) => {
    const model = scratch({ add: ({ dev }) => new Scratch(dev, 'leak', props) });
    expect(tripped(model)).toEqual([6]);
    expect(letters(model).join()).not.toContain('hunter2');
  });

  it('refuses one in a stack', () => {
    const model = scratch({
      stacks: (stacks) => [...stacks, { name: 'forge', json: { provider: {}, locals: { api_token: 'hunter2' } } }],
    });
    expect(tripped(model)).toEqual([6]);
  });

  it("refuses one in a chart's values", () => {
    const release = (values: object) => ({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'chart', namespace: 'cert-manager' },
      spec: {
        interval: '1h',
        chart: { spec: { chart: 'a', version: '1.2.3', sourceRef: { kind: 'HelmRepository', name: 'a' } } },
        values,
      },
    });
    const values = (value: object) => scratch({ add: ({ operators }) => object(operators, release(value)) });
    expect(tripped(values({ admin: { password: 'hunter2' } }))).toEqual([6]);
    expect(
      letters(
        values({ admin: { existingSecret: 'grafana-admin', passwordKey: 'admin-password', secret: 'wiki-database' } }),
      ),
    ).toEqual([]);
  });

  it('takes paths, templates, variables, calls, digests, numbers and words for what they are', () => {
    const harmless = [
      '/secrets/wiki.password',
      '{{ secret "/secrets/a" }}',
      '$' + '{DB_PASSWORD}',
      '$(DB_PASSWORD)',
      "getenv('DB_PASSWORD')",
      '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q',
      '3600',
      '15m',
      'true',
      'client_secret_post',
      'https://auth.uyoop.fr/api/oidc/token',
      '',
    ];
    expect(harmless.filter(isLiteral)).toEqual([]);
    expect(['hunter2', 'Tr0ub4dor&3', 'correct horse'].filter(isLiteral)).toHaveLength(3);
  });

  it('judges a name by its last word', () => {
    const telling = [
      'password',
      'DB_PASSWORD',
      'mail__options__auth__pass',
      'clientSecret',
      'api-key',
      'apikey',
      'MYSQL_PWD',
      'gitlab.token',
    ];
    const harmless = [
      'DB_PASSWORD_FILE',
      'secretName',
      'existingSecret',
      'token_url',
      'bypass',
      'passwordKey',
      'key',
      'tokens',
    ];
    expect(telling.filter((name) => !namesCredential(name))).toEqual([]);
    expect(harmless.filter(namesCredential)).toEqual([]);
  });

  it('reads lines of many languages', () => {
    const lines = [
      "'dbpassword' => 'hunter2',",
      'password = "hunter2"',
      'export TOKEN=abc123',
      '"apiKey": "abc",',
      'secret: abc',
    ];
    expect(credentialsByLine(lines.join('\n'))).toHaveLength(lines.length);
    const harmless = [
      '# password: hunter2',
      'password: # later',
      'password="$(cat /secrets/a)"',
      'The secret: be patient with it',
      'password_file = "/a"',
    ];
    expect(credentialsByLine(harmless.join('\n')).filter((name) => name !== 'password')).toEqual([]);
  });

  it('knows credentials by their form', () => {
    expect(credentialsByForm(`${pem} ${gitlab}`)).toEqual(['a private key in PEM', 'a GitLab token']);
    expect(credentialsByForm('https://gitlab.com/example/uyoop.git and postgres://wiki:$(PASSWORD)@db/wiki')).toEqual(
      [],
    );
  });

  it('looks at finished text, and at the host layer line by line', () => {
    const files = new Map([
      ['report/index.html', `<pre>${gitlab}</pre>`],
      ['ansible/files/core-prod/app.conf', 'password = hunter2'],
      ['kubernetes/a.yaml', 'password: AgBsealed'],
    ]);
    expect(credentialsIn(files).map(({ where }) => where)).toEqual([
      'report/index.html',
      'ansible/files/core-prod/app.conf',
    ]);
  });
});
