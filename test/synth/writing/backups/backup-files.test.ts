import { describe, expect, it, test } from 'vitest';
import type { Schedule } from '../../../../platform/types.ts';
import { backupContract, backupFiles } from '../../../../synth/writing/backups/backup-files.ts';
import { calendarOf } from '../../../../synth/writing/backups/calendar.ts';
import { choices } from '../../../support/composed.ts';
import { own } from '../../../support/own.ts';
import { town } from '../../../support/town.ts';

const { platform, inventory } = town();
const [quay] = platform.machines;
if (!quay) throw new Error('the town has no machine');
const contract = backupContract(platform, inventory, quay);
const ours = own(3, 'flux');
const coreProd = backupContract(ours.platform, ours.inventory, ours.platform.machines[0] as typeof quay);
const stateOf = ({ states }: typeof contract, volume: string) => states.find((one) => one.volume === volume);

describe('what a machine saves', () => {
  it('is every claim that has a tier, under the names that alerts look for', () => {
    const claims = inventory.backups.filter(({ machine, backup }) => machine === quay && typeof backup === 'string');
    const names = (list: readonly { namespace: string; volume: string }[]) =>
      list.map(({ namespace, volume }) => `${namespace}/${volume}`).sort();
    expect(names(contract.states)).toEqual(names(claims));
    expect(contract.states.length).toBeGreaterThan(0);
  });

  it('begins with what writes a whole copy', () => {
    expect(stateOf(contract, 'quay-datastore')).toMatchObject({ before: 'copy', paths: ['/copies/state.db'] });
  });

  it('says why the rest is not saved, and measures it', () => {
    const spool = contract.unsaved.find(({ volume }) => volume === 'quay-spool');
    expect(spool).toMatchObject({ paths: ['/spool'], reason: 'senders try again for days' });
  });

  it('is a dump alone of a database, and both of a volume that holds more', () => {
    expect(stateOf(coreProd, 'nextcloud-database')).toMatchObject({ paths: [], dump: { load: expect.anything() } });
    const lab = backupContract(ours.platform, ours.inventory, ours.platform.machines[1] as typeof quay);
    const chats = stateOf(lab, 'open-webui-data');
    expect(chats?.paths).toEqual(['/var/lib/rancher/k3s/storage/*_ai-lab_open-webui-data']);
    expect(chats?.dump?.load).toBeUndefined();
  });

  it('names for each dump a container that its pod has', () => {
    for (const { dump } of coreProd.states) {
      if (!dump) continue;
      const owner = ours.inventory.workloads.find(({ name }) => name === dump.pod.container);
      expect(owner?.pods.labels).toMatchObject(dump.pod.labels);
      expect(dump.proof).toBeDefined();
    }
  });

  it('plants a line in each database that a dump holds all of, and reads it again', () => {
    for (const { dump, volume } of coreProd.states.filter((one) => one.dump?.load)) {
      expect(dump?.plant?.join(' '), volume).toContain('$(head -n 1)');
      expect(dump?.planted?.join(' '), volume).toContain('select line from witness.saved');
      if (dump?.command.join(' ').includes('--databases')) expect(dump.command.at(-1)).toMatch(/ witness$/);
    }
  });

  it('says what makes K3s read what came back, and that it must not run then', () => {
    expect(stateOf(coreProd, 'core-prod-k3s-datastore')?.after).toContain('! systemctl is-active --quiet k3s');
  });

  it('holds Nextcloud still for its database, its files and its bucket, one after the other', () => {
    const held = coreProd.states.map(({ pause }, at) => (pause === undefined ? -1 : at)).filter((at) => at >= 0);
    expect(held.map((at) => coreProd.states[at]?.volume)).toEqual(['nextcloud-database', 'nextcloud-html', 'drive']);
    expect((held.at(-1) ?? 0) - (held[0] ?? 0)).toBe(2);
    expect(Object.keys(coreProd.pauses)).toEqual(['prod-cloud/nextcloud']);
  });

  it('goes into the bucket of another region, each machine into a repository of its own', () => {
    expect(coreProd.repository).toMatchObject({ bucket: 'uyoop-backup', region: 'sbg', prefix: 'restic/core-prod' });
    expect(stateOf(coreProd, 'drive')?.bucket).toMatchObject({
      bucket: 'uyoop-drive',
      region: 'gra',
      profile: 'drive',
    });
  });

  test.each(choices)('is one file a machine in phase %s with %s', (phase, gitops) => {
    const { platform: chosen, inventory: declared } = own(phase, gitops);
    const machines = chosen.machines.filter(({ fromPhase }) => fromPhase <= phase);
    expect([...backupFiles(chosen, declared).keys()]).toEqual(machines.map(({ name }) => `hosts/backup/${name}.json`));
  });
});

describe('the schedule of a tier', () => {
  test.each<[Schedule, string]>([
    ['17 * * * *', '*-*-* *:17:00 UTC'],
    ['30 2 * * *', '*-*-* 02:30:00 UTC'],
    ['30 4 * * 0', 'Sun *-*-* 04:30:00 UTC'],
    ['5 0 1 12 *', '*-12-01 00:05:00 UTC'],
  ])('%s is the timer %s', (schedule, calendar) => expect(calendarOf(schedule)).toBe(calendar));

  test.each<Schedule>(['*/5 * * * *', '0 1-3 * * *'])('%s is refused: a timer has no word for it', (schedule) => {
    expect(() => calendarOf(schedule)).toThrow('which a timer cannot say');
  });

  it('is refused when it names a day twice', () => {
    expect(() => calendarOf('0 1 1 * 1')).toThrow('names a day twice');
  });
});
