import { type Kind, open, right, wrong } from './kind.ts';

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
      'quay',
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
    ...wrong('the name of another machine', 'quay'),
    ...open('a.b', '1'),
  ],
};
