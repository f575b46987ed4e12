import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Kind, open, right, wrong } from './kind.ts';

const der = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
/** Made anew in each run: which key it is decides nothing. */
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const pair = rsa(2048);
const key = der(pair.publicKey);

export const dkimKeys: Kind<string> = {
  name: 'DKIM key',
  cases: [
    ...right(key, der(rsa(1024).publicKey)),
    ...wrong('an empty key is a revoked one', ''),
    ...wrong(
      'no reader of DKIM takes it',
      pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      `v=DKIM1;k=rsa;p=${key}`,
      `"${key}"`,
      key.slice(0, 200),
      key.slice(0, -1),
      `${key.slice(0, 60)}\n${key.slice(60)}`,
      key.replaceAll('/', '_').replaceAll('+', '-').replace('=', ''),
      'undefined',
      'AAAA',
      ` ${key}`,
    ),
    ...wrong('too weak: RFC 8301 wants 1024 bits', der(rsa(512).publicKey)),
    ...wrong('the record says k=rsa', der(generateKeyPairSync('ed25519').publicKey)),
    ...wrong('a private key in public', pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')),
  ],
};

const wireguard = Buffer.alloc(32, 7).toString('base64');
export const wireguardKeys: Kind<string> = {
  name: 'WireGuard key',
  cases: [
    ...right(wireguard),
    ...wrong(
      'no key of 32 bytes',
      '',
      'x',
      wireguard.slice(0, -1),
      wireguard.slice(0, 40),
      Buffer.alloc(31, 7).toString('base64'),
      Buffer.alloc(33, 7).toString('base64'),
      Buffer.alloc(32, 7).toString('hex'),
      `${wireguard}\n`,
      ` ${wireguard}`,
      wireguard.replace('=', ''),
      'undefined',
      '!'.repeat(44),
    ),
    ...wrong('the key of another machine', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE='),
  ],
};

export const mails: Kind<string> = {
  name: 'mail address',
  cases: [
    ...right('ops@example.org', 'a.b+c@mail.example.org'),
    ...wrong(
      'no mail address',
      '',
      'ops',
      'ops@',
      '@example.org',
      'o ps@example.org',
      'ops@example',
      'Ops <ops@example.org>',
      'ops@example.org\n',
      'ops@example.org,x@example.org',
      'ops@@example.org',
      'ops@exa mple.org',
      'ops@-example.org',
      'undefined',
      'mailto:ops@example.org',
      'ops@example..org',
    ),
    ...open('"o p"@example.org', 'ops@EXAMPLE.org', 'é@example.org', `${'a'.repeat(65)}@example.org`),
  ],
};

export const serviceNames: Kind<string> = {
  name: 'OVH service name',
  cases: [
    ...right('vps-0a1b2c3d.vps.ovh.net', 'vps-00000009.vps.ovh.net'),
    ...wrong('an empty name orders a new machine', ''),
    ...wrong(
      'OVH names no server like this',
      ' ',
      'vps',
      'core-prod',
      'vps-0a1b2c3d',
      'https://vps-0a1b2c3d.vps.ovh.net',
      'vps-0a1b2c3d.vps.ovh.net ',
      'vps-0a1b2c3d.vps.ovh.net\n',
      'undefined',
      '192.0.2.10',
      'VPS-0A1B2C3D.VPS.OVH.NET',
    ),
    ...wrong('the server of another machine', 'vps-00000001.vps.ovh.net'),
  ],
};

export const projectIds: Kind<string> = {
  name: 'cloud project',
  cases: [
    ...right('0123456789abcdef0123456789abcdef', '0'.repeat(32)),
    ...wrong(
      'no project id of OVH',
      '',
      '0'.repeat(31),
      '0'.repeat(33),
      'g'.repeat(32),
      '01234567-89ab-cdef-0123-456789abcdef',
      ' '.repeat(32),
      'undefined',
      `${'0'.repeat(32)}\n`,
    ),
    ...open('0123456789ABCDEF0123456789ABCDEF'),
  ],
};

export const subsidiaries: Kind<string> = {
  name: 'subsidiary',
  cases: [...right('FR', 'DE', 'GB'), ...wrong('no subsidiary of OVH', '', 'fr', 'XX', 'FRA', 'France', ' FR')],
};

export const gitlabIds: Kind<string> = {
  name: 'GitLab id',
  cases: [
    ...right('1', '12345678'),
    ...wrong('no number of GitLab', '', 'abc', '-1', '1.5', ' 1', '1\n', 'example/x', '1e3', 'undefined'),
    ...open('0', '00000000', '007'),
  ],
};

export const repositories: Kind<string> = {
  name: 'repository',
  cases: [
    ...right('https://gitlab.com/example/uyoop-platform.git', 'https://git.example.org/a/b.git'),
    ...wrong(
      'no HTTPS address of a repository',
      '',
      'https://',
      'http://gitlab.com/example/x.git',
      'git@gitlab.com:example/x.git',
      'ssh://git@gitlab.com/x.git',
      'https://gitlab.com',
      'https://gitlab.com/',
      'https://git lab.com/a/b.git',
      'https://gitlab.com/a b/c.git',
      'https://gitlab.com/a/b.git\n',
      'https://gitlab.com/a/b.git?x',
      'https://gitlab.com/a/b.git#x',
      'undefined',
    ),
    ...wrong(
      'a password in Git',
      'https://user:secret@gitlab.com/example/x.git',
      'https://oauth2:glpat-xxxxxxxxxxxxxxxxxxxx@gitlab.com/a/b.git',
    ),
    ...open(
      'https://gitlab.com/example/uyoop-platform',
      'https://gitlab.com/example/uyoop-platform.git/',
      'https://GITLAB.com/a/b.git',
    ),
  ],
};

export const branches: Kind<string> = {
  name: 'branch',
  cases: [
    ...right('main', 'release/1.0', 'feature-x_y'),
    ...wrong(
      'git takes no such name',
      '',
      ' ',
      'a b',
      '-x',
      'a..b',
      'a~b',
      'a^b',
      'a:b',
      'a?b',
      'a*b',
      'a[b',
      '/a',
      'a/',
      'a//b',
      'a.lock',
      '@{x',
      'a\nb',
      '.a',
      'a.',
      '@',
    ),
    ...open('HEAD', 'refs/heads/main', 'é'),
  ],
};

export const groups: Kind<string> = {
  name: 'GitLab group',
  cases: [
    ...right('uyoop', 'uyoop/platform', 'a-b_c.d'),
    ...wrong(
      'no path of a group',
      '',
      ' ',
      '/a',
      'a/',
      'a b',
      'a&b',
      'a//b',
      '-a',
      'a/../b',
      'https://gitlab.com/a',
      'a\nb',
      '$(id)',
      'undefined ',
    ),
  ],
};

export const projects: Kind<string> = {
  name: 'project',
  cases: [
    ...right('a', 'sub/a', 'a.b-c_d'),
    ...wrong(
      'no path of a project',
      '',
      ' ',
      'a b',
      '../x',
      '/a',
      'a/',
      '-x',
      'a;b',
      '$(id)',
      '`id`',
      "a'b",
      'a"b',
      'a\nb',
      'a//b',
      '--upload-pack=x',
      '.',
      '..',
      'a.git/../b',
    ),
    ...open('a.git', 'A', 'é'),
  ],
};

export const accounts: Kind<string> = {
  name: 'GitHub account',
  cases: [
    ...right('uyoop', 'a-b'),
    ...wrong(
      'no account of GitHub',
      '',
      'a b',
      '-a',
      'a-',
      'a--b',
      'a_b',
      'a/b',
      'a'.repeat(40),
      'é',
      'a\n',
      'https://github.com/a',
      'undefined!',
    ),
  ],
};

export const models: Kind<string> = {
  name: 'model',
  cases: [
    ...right('llama3.2:3b', 'hf.co/a/b:Q4', 'nomic-embed-text:v1.5'),
    ...wrong(
      'no model of Ollama',
      '',
      'llama',
      'a b:1',
      'x;y:1',
      "a'b:1",
      'a"b:1',
      '$(id):1',
      'a:',
      ':1',
      'a:1\n',
      '-a:1',
      '`id`:1',
      '../a:1',
    ),
  ],
};

export const platformNames: Kind<string> = {
  name: 'platform name',
  cases: [
    ...right('uyoop', 'acme1', 'a-b'),
    ...wrong(
      'it begins the names of buckets',
      '',
      'Uyoop',
      'a_b',
      'a b',
      '-a',
      'é',
      'a'.repeat(60),
      'a/b',
      'a\n',
      '.a',
      'a..b',
    ),
    ...open('a.b', '1', 'xn--a'),
  ],
};

export const regions: Kind<string> = {
  name: 'region',
  cases: [
    ...right('GRA', 'DE', 'RBX'),
    ...wrong('no region of OVH', '', 'gra', 'XXX', 'GRA ', 'eu-west-1', 'GRA\n', 'undefined'),
    ...open('GRA11', 'EU-WEST-PAR'),
  ],
};

export const machineNames: Kind<string> = {
  name: 'machine name',
  cases: [
    ...right('lab-2', 'x1'),
    ...wrong('no host name', '', 'Lab', 'a_b', 'a b', '-a', 'a-', 'é', 'a'.repeat(64), 'a.b.', 'a\n', '__proto__'),
    ...wrong('the name of another machine', 'core-prod'),
    ...open('a.b', '1'),
  ],
};
