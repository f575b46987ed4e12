import { expect, test } from 'vitest';
import { placeholders } from '../../platform/placeholders.ts';
import type { Owner } from '../../platform/types.ts';

/** What a real owner could know. */
const real: Owner = {
  machines: {
    'core-prod': {
      ipv4: '51.210.100.7',
      ipv6: '2001:41d0:304:200::1a2b',
      serviceName: 'vps-0a1b2c3d.vps.ovh.net',
      wireguardKey: 'k3JpP0v1l5uQ2m8o3Xw7yZ1a9bC4dE6fG8hI0jK2lM4=',
    },
    'ai-lab': { ipv4: '54.38.1.20', wireguardKey: 'q9RtS8u7V6w5X4y3Z2a1B0c9D8e7F6g5H4i3J2k1L0M=' },
  },
  ovh: { cloudProject: '0b4c6d8e0f2a4c6e8a0c2e4f6b8d0a2c', subsidiary: 'FR' },
  repository: {
    url: 'https://gitlab.com/uyoop/platform.git',
    group: 'uyoop',
    branch: 'main',
    gitlabProject: '40100200',
    gitlabGroup: '90100200',
    private: true,
  },
  github: 'uyoop',
  acmeMail: 'hostmaster@uyoop.fr',
  alertMail: 'owner@elsewhere.net',
  postmaster: 'owner@acme.org',
};

const zones = { 'uyoop.fr': { mail: true, dkim: 'MIIBIjANBg' }, 'uyoop.com': { mail: false } } as const;

test('what a real owner knows holds no placeholder', () => {
  expect(placeholders({ owner: real, zones })).toEqual([]);
});

test('what nobody has replaced yet is told by its place', () => {
  const machines = {
    'core-prod': {
      ipv4: '192.0.2.10',
      ipv6: '2001:db8::10',
      serviceName: 'vps-00000001.vps.ovh.net',
      wireguardKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=',
    },
  } as const;
  const repository = {
    ...real.repository,
    url: 'https://gitlab.com/example/model.git',
    gitlabGroup: '00000000',
  } as const;
  const owner = {
    ...real,
    machines,
    ovh: { ...real.ovh, cloudProject: '0'.repeat(32) },
    repository,
    github: 'example',
  };
  const zones = { 'uyoop.fr': { mail: true, dkim: 'PLACEHOLDER+uyoop+fr' } } as const;
  expect(placeholders({ owner, zones })).toEqual([
    'owner.machines.core-prod.ipv4',
    'owner.machines.core-prod.ipv6',
    'owner.machines.core-prod.serviceName',
    'owner.machines.core-prod.wireguardKey',
    'owner.ovh.cloudProject',
    'owner.repository.url',
    'owner.repository.gitlabGroup',
    'owner.github',
    'zones.uyoop.fr.dkim',
  ]);
});

test.each(['192.0.2.1', '198.51.100.255', '203.0.113.7'] as const)('%s is of a documentation range', (ipv4) => {
  const machines = { 'core-prod': { ...real.machines['core-prod'], ipv4, wireguardKey: 'k3Jp' } };
  expect(placeholders({ owner: { ...real, machines }, zones })).toEqual(['owner.machines.core-prod.ipv4']);
});

test.each([
  ['acme@example.com', true],
  ['acme@mail.example', true],
  ['acme@example-company.fr', false],
  ['acme@myexample.fr', false],
])('the mail address %s is a placeholder: %s', (acmeMail, found) => {
  expect(placeholders({ owner: { ...real, acmeMail }, zones })).toEqual(found ? ['owner.acmeMail'] : []);
});
