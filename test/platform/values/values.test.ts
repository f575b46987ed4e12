import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cidr, ipv4, isHostOf, overlap, publicIpv4, publicIpv6 } from '../../../platform/values/addresses.ts';
import { imageReference } from '../../../platform/values/image.ts';
import { valueKinds } from '../../../platform/values/index.ts';
import { dkimKey, wireguardKey } from '../../../platform/values/keys.ts';
import { environmentName, hostName, name, portName, secretKey } from '../../../platform/values/names.ts';
import { port, seconds, userId } from '../../../platform/values/numbers.ts';
import {
  branchName,
  email,
  githubAccount,
  gitlabId,
  gitlabPath,
  ovhProject,
  ovhRegion,
  ovhServiceName,
  repositoryUrl,
} from '../../../platform/values/owner-ids.ts';
import { containerPath, urlPath } from '../../../platform/values/paths.ts';
import { cpu, size } from '../../../platform/values/quantities.ts';
import { problemWith, type ValueKind } from '../../../platform/values/value-kind.ts';

const rsa = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
const [dkim, pem] = [rsa(2048), `-----BEGIN PUBLIC KEY-----\n${rsa(1024)}\n-----END PUBLIC KEY-----\n`];
const elliptic = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const kinds: readonly (readonly [ValueKind<unknown>, readonly unknown[], readonly unknown[]])[] = [
  [name, ['a', 'ai-lab', 'a'.repeat(63)], ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a'.repeat(64), 'a\n', undefined, 7]],
  [portName, ['http', 'metrics-2'], ['80', 'a--b', 'a'.repeat(16), 'Http', '']],
  [
    environmentName,
    ['DB_PASS', '_x', 'mail__options'],
    ['mail-options-pass', 'x; rm -rf /', '1A', '', 'a b', 'a=b', 'é'],
  ],
  [secretKey, ['password', 'users.yml', '0a'], ['.digest', 'A', 'a_b', '', 'a/b', 'x; y']],
  [
    hostName,
    ['uyoop.fr', 'a-1.uyoop.fr'],
    [
      'https://gestion.uyoop.fr',
      'ges tion.uyoop.fr',
      'a_b.uyoop.fr',
      'Blog.uyoop.fr',
      'a..fr',
      '-a.fr',
      'fr',
      'a.fr.',
      'a.fr:443',
    ],
  ],
  [port, [1, 443, 65_535], [0, -1, 65_536, 1.5, '443', Number.NaN]],
  [userId, [1, 1000, 2 ** 31 - 1], [0, -1, 2 ** 31, 1.5, 'root', '1000']],
  [seconds, [1, 3600], [0, -5, 2 ** 31, 0.5]],
  [ipv4, ['10.8.0.1', '0.0.0.0'], ['192.0.2.310', '1.2.3', '01.2.3.4', '::1', '1.2.3.4/32', '']],
  [
    publicIpv4,
    ['51.38.0.1', '192.0.2.10'],
    ['10.8.0.1', '127.0.0.1', '172.20.0.1', '192.168.1.1', '224.0.0.1', '100.64.0.1', '192.0.2.310'],
  ],
  [
    publicIpv6,
    ['2001:41d0::1', '2001:db8::10'],
    ['not-an-address', 'fe80::1', 'fd00::1', '::1', '2001:41d0::1%eth0', '2001:41d0::/64', '1.2.3.4'],
  ],
  [
    cidr,
    ['10.8.0.0/24', '0.0.0.0/0', '10.8.0.1/32'],
    ['10.8.0.1/24', '10.8.0.0', '10.8.0.0/33', '10.8.0.0/-1', '10.8.0.0/24/1', '10.8.0.0/08', '::/0'],
  ],
  [
    wireguardKey,
    ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE='],
    [
      '',
      'AAAA',
      'A'.repeat(44),
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAF=',
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE',
    ],
  ],
  [
    dkimKey,
    [dkim, rsa(1024)],
    [
      '',
      pem,
      `v=DKIM1; k=rsa; p=${dkim}`,
      dkim.slice(0, -40),
      `${dkim.slice(0, 60)}\n${dkim.slice(60)}`,
      elliptic,
      rsa(768),
    ],
  ],
  [
    email,
    ['a@example.org', 'first.last+tag@mail.example.org'],
    ['', 'a', 'a@b', 'A <a@example.org>', 'a b@example.org', 'a@example.org,b@example.org', 'a@Example.org\n'],
  ],
  [ovhServiceName, ['vps-0a1b2c3d.vps.ovh.net'], ['', 'vps-1', 'VPS-0a1b2c3d.vps.ovh.net', 'vps-0a1b2c3d']],
  [ovhProject, ['0123456789abcdef0123456789abcdef'], ['', '0123', '0123456789ABCDEF0123456789ABCDEF']],
  [ovhRegion, ['GRA', 'EU-WEST-PAR'], ['gra', '', 'XXX']],
  [gitlabId, ['00000000', '123'], ['', 'group', '-1', '1.5']],
  [gitlabPath, ['example', 'a/b.c/d_e'], ['', '/a', 'a/', 'a//b', 'a.git', '-a', 'a b']],
  [githubAccount, ['example', 'a-b'], ['', '-a', 'a--b', 'a_b', 'a'.repeat(40)]],
  [
    repositoryUrl,
    ['https://gitlab.com/example/uyoop-platform.git'],
    [
      'http://gitlab.com/a/b.git',
      'git@gitlab.com:a/b.git',
      'https://user:pw@gitlab.com/a/b.git',
      'https://gitlab.com/a/b',
      'https://gitlab.com/a/b.git?x',
      '',
    ],
  ],
  [branchName, ['main', 'feature/one'], ['', '-a', 'a..b', 'a b', 'a.lock', 'a/', '.a', 'a//b', 'a~1']],
  [
    containerPath,
    ['/etc/a', '/var/lib/x.d'],
    ['', '/', 'etc', '/etc/', '/etc//a', '/etc/../a', '/a:b', '/a\nb', './a'],
  ],
  [
    urlPath,
    ['/', '/ghost', '/ghost/api', '/remote.php'],
    ['', 'ghost', '/ghost/', '/admin/*', '/a//b', '/a/../b', '/a b', '/%61', '/a?b', '/(a)', '/a|b', '/`a'],
  ],
  [size, ['512Mi', '1.5Gi', '20Gi'], ['0Gi', '0.0Mi', '2gb', '512', '-1Gi', '1Ti', '', '1 Gi', 'NaNGi', '1e3Mi']],
  [cpu, ['100m', '2', '0.5'], ['-50m', '0', '0m', '1.5m', '', 'two', '1 m', '1e3']],
  [
    imageReference,
    [
      'ghost:6.59.0',
      'ghcr.io/open-webui/open-webui:v0.11.4',
      'registry:5000/a/b:1',
      `ghost:6@sha256:${'a'.repeat(64)}`,
    ],
    [
      'Ghost:1',
      'ghost:',
      ':1',
      'ghost:1 ',
      'ghost:-1',
      'a//b:1',
      'ghost@sha256:abc',
      'ghost:1@sha256:abc',
      'https://ghcr.io/a:1',
    ],
  ],
];

describe.each(kinds.map(([kind, good, bad]) => ({ what: kind.what, kind, good, bad })))(
  'a $what',
  ({ kind, good, bad }) => {
    it.each(good.map((value) => [value]))('takes %j as it is', (value) => expect(kind(value)).toBe(value));
    it.each(bad.map((value) => [value]))('refuses %j and says its rule', (value) => {
      expect(problemWith(kind, value)?.message).toContain(`is no ${kind.what}; `);
    });
  },
);

it.each([
  [hostName, 'https://Gestion.uyoop.fr/', 'gestion.uyoop.fr'],
  [urlPath, '/ghost/', '/ghost'],
  [urlPath, '/admin/*', '/admin'],
  [size, '2gb', '2Gi'],
  [port, '443', '443'],
  [cidr, '10.8.0.1/24', '10.8.0.0/24'],
  [environmentName, 'mail-options-pass', 'mail_options_pass'],
  [containerPath, '/etc//a/', '/etc/a'],
  [dkimKey, `v=DKIM1; p=${dkim}`, dkim.slice(0, 20)],
] as const)('%o guesses what %j meant', (kind, wrong, meant) => {
  expect(problemWith(kind, wrong)?.message).toContain(`did you mean`);
  expect(problemWith(kind, wrong)?.message).toContain(meant);
});

describe('networks', () => {
  it.each([
    ['10.8.0.0/24', '10.8.0.0/16', true],
    ['10.42.0.0/16', '10.43.0.0/16', false],
    ['0.0.0.0/0', '10.8.0.0/24', true],
    ['10.8.0.0/24', '10.8.1.0/24', false],
  ] as const)('%s and %s overlap: %s', (one, other, shared) => {
    expect(overlap(one, other)).toBe(shared);
    expect(overlap(other, one)).toBe(shared);
  });

  it('give a machine any address but the first and the last', () => {
    expect(isHostOf('10.8.0.0/16', '10.8.200.7')).toBe(true);
    for (const address of ['10.8.0.0', '10.8.255.255', '10.9.0.1'] as const)
      expect(isHostOf('10.8.0.0/16', address)).toBe(false);
  });
});

it('every kind that is tested here is listed, and none twice', () => {
  const listed = valueKinds.map(({ what }) => what);
  expect(listed).toEqual(expect.arrayContaining(kinds.map(([{ what }]) => what)));
  const pairs = valueKinds.map(({ what, rule }) => `${what}: ${rule}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});
