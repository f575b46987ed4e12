import { describe, expect, test } from 'vitest';
import type { BackupTier, Machine, Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { platformProblems } from '../../platform/validation.ts';

const [core, lab] = uyoop.machines as [Machine, Machine];
const problems = (change: object) => platformProblems({ ...uyoop, ...change } as Platform);
const machines = (...changed: Partial<Machine>[]) =>
  problems({ machines: changed.map((change, index) => ({ ...(index === 0 ? core : lab), ...change })) });

test('the real platform is well, in every phase', () => {
  for (const phase of [1, 2, 3] as const) expect(problems({ phase })).toEqual([]);
  expect(problems({ phase: 3, forge: 'self-hosted' })).toEqual([]);
});

describe('the platform says so when', () => {
  test.each([
    ['a phase does not exist', { phase: 4 }, 'phase is 4; it is 1, 2 or 3'],
    ['an engine does not exist', { gitops: 'helmfile' }, "gitops is 'helmfile'; it is 'flux' or 'argocd'"],
    [
      'the forge is ours too early',
      { forge: 'self-hosted', phase: 2 },
      "forge is 'self-hosted' in phase 2; GitLab CE comes with phase 3, keep 'gitlab.com' until then",
    ],
    [
      'mail is on no machine',
      { mail: { ...uyoop.mail, machine: 'elsewhere' } },
      "mail.machine 'elsewhere' is no machine of the platform",
    ],
    [
      'the mail host is in a foreign zone',
      { mail: { ...uyoop.mail, host: 'mail.uyoop.net' } },
      "host 'mail.uyoop.net' is in no zone we own (uyoop.fr, uyoop.com, cjenti.com, cjenti.fr)",
    ],
    [
      'a portal is in a foreign zone',
      { portals: ['auth.notuyoop.fr'] },
      "host 'auth.notuyoop.fr' is in no zone we own (uyoop.fr, uyoop.com, cjenti.com, cjenti.fr)",
    ],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  test('CrowdSec is on no machine, or on a port that its machine does not list', () => {
    const crowdsec = (change: object) => problems({ crowdsec: { ...uyoop.crowdsec, ...change } });
    expect(crowdsec({ machine: 'elsewhere' })).toEqual(["crowdsec.machine 'elsewhere' is no machine of the platform"]);
    expect(crowdsec({ port: 8090 })).toEqual([
      "machine 'core-prod' does not list port 8090 on 10.8.0.1: CrowdSec's local API listens there",
    ]);
  });

  test('a backup tier would always be late, or never come', () => {
    const weekly = (change: Partial<BackupTier>) =>
      problems({ backups: { ...uyoop.backups, weekly: { ...uyoop.backups.weekly, ...change } } });
    const late = (hours: number, schedule: string, gap: number) => [
      `backups.weekly: maximumAgeHours is ${hours}, and '${schedule}' leaves up to ${gap} hours between two runs: a backup would be late before the next one is due; allow more hours, or run it more often`,
    ];
    expect(weekly({ maximumAgeHours: 169 })).toEqual([]);
    expect(weekly({ maximumAgeHours: 168 })).toEqual(late(168, '30 4 * * 0', 168));
    expect(weekly({ schedule: '30 4 1 * *' })).toEqual(late(192, '30 4 1 * *', 744));
    expect(weekly({ schedule: '*/5 * * * *', maximumAgeHours: 0 })).toEqual(late(0, '*/5 * * * *', 0.08));
    expect(weekly({ schedule: '30 4 31 2 *' })).toEqual([
      "backups.weekly: schedule '30 4 31 2 *' never comes; name a day that the month has",
    ]);
  });

  test('a private repository would be published', () => {
    expect(problems({ published: ['uyoop-platform'] })).toEqual([
      "published names 'uyoop-platform', whose repository is private: it would appear at GitHub",
    ]);
    const { repository } = uyoop.owner;
    const open = { ...uyoop.owner, repository: { ...repository, private: false } };
    expect(problems({ published: ['uyoop-platform'], owner: open })).toEqual([]);
    const owner = { ...uyoop.owner, repository: { ...repository, gitlabGroup: 'uyoop' } };
    expect(problems({ owner })).toEqual(["owner.repository.gitlabGroup is 'uyoop'; it is a number"]);
  });

  test('there is no server, or there are two', () => {
    const wants = "machines have role 'server' from phase 1 on; K3s wants exactly one";
    expect(machines({ role: 'agent' }, {})).toEqual([`0 ${wants}`]);
    expect(machines({}, { role: 'server', fromPhase: 1 })).toEqual([`2 ${wants}`]);
    expect(machines({}, { role: 'server' })).toEqual([]);
  });

  test('nothing answers on 80 and 443', () => {
    expect(machines({ ingress: false }, {})).toEqual([
      'no machine has ingress: true; nothing would answer on 80 and 443',
    ]);
  });

  test('two machines share a name or an address', () => {
    expect(machines({}, { name: 'core-prod' })).toEqual(["two machines are called 'core-prod'"]);
    expect(machines({}, { mesh: '10.8.0.1' })).toEqual(['two machines have the mesh address 10.8.0.1']);
  });

  test('a machine’s name is no host name', () => {
    const owner = { ...uyoop.owner, machines: { ...uyoop.owner.machines, AI_Lab: uyoop.owner.machines['ai-lab'] } };
    const named = problems({ owner, machines: [core, { ...lab, name: 'AI_Lab' }] });
    expect(named).toEqual(["machine name 'AI_Lab' is no host name: lower case letters, digits and dashes"]);
  });

  test.each(['10.9.0.2', '10.8.0.0', '10.8.0.255'] as const)('%s is no address of the mesh', (mesh) => {
    expect(machines({}, { mesh })).toEqual([`machine 'ai-lab': mesh address ${mesh} is not in 10.8.0.0/24`]);
  });

  test('the owner knows nothing of the machine that names lead to; of any other he need not', () => {
    const { 'ai-lab': known } = uyoop.owner.machines;
    const owner = { ...uyoop.owner, machines: { 'ai-lab': known as NonNullable<typeof known> } };
    expect(problems({ owner })).toEqual([
      "platform/owner.ts says nothing of machine 'core-prod': add its public address, which web and mail names lead to",
    ]);
    expect(machines({}, { name: 'newcomer' })).toEqual([]);
  });

  test('several things are wrong: all of them at once', () => {
    expect(
      problems({ phase: 0, gitops: 'none', machines: [{ ...core, ingress: false, mesh: '192.168.0.1' }] }),
    ).toHaveLength(5);
  });
});
