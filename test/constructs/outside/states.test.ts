import { describe, expect, test } from 'vitest';
import { uyoop } from '../../../platform/uyoop.ts';
import { choices } from '../../support/composed.ts';
import { own } from '../../support/own.ts';
import { town } from '../../support/town.ts';

const { inventory, manifests } = town();
const claim = (volume: string) => inventory.backups.find((one) => one.volume === volume);
const rules = manifests.in('monitoring').one('ConfigMap', 'prometheus-config').data['etc_prometheus_rules.yml'];

describe('a state that no volume of the cluster holds', () => {
  test('is a claim where it lies: its folders, and what writes a whole copy first', () => {
    expect(claim('quay-datastore')).toMatchObject({
      machine: { name: 'quay' },
      namespace: 'machine',
      backup: 'hourly',
      outside: { kind: 'machine', of: 'K3s', paths: ['/copies/state.db'], dump: 'copy' },
    });
    expect(claim('quay-spool')?.backup).toEqual({ none: 'senders try again for days' });
  });

  test('is a bucket too, whose second copy lies in another region', () => {
    expect(claim('drive')).toMatchObject({ namespace: 'bucket', backup: 'daily', outside: { bucket: 'drive' } });
    expect(claim('backup')).toBeUndefined();
  });

  test('has its late-backup alert, and its fill where it has an end', () => {
    for (const name of ['quay-datastore', 'quay-mails', 'drive'])
      expect(rules).toContain(
        `uyoop_backup_last_success_timestamp_seconds{namespace="${claim(name)?.namespace}",volume="${name}"}`,
      );
    expect(rules).toContain('uyoop_volume_used_bytes{namespace="machine",volume="quay-mails"}');
    expect(rules).not.toContain('uyoop_volume_used_bytes{namespace="bucket"');
    expect(rules).not.toContain('uyoop_backup_last_success_timestamp_seconds{namespace="machine",volume="quay-spool"}');
  });

  test('takes no room beside what is reserved for it', () => {
    const [quay] = town().platform.machines;
    expect(quay?.reserved[0]?.disk).toBe('25Gi');
    const rows = inventory.backups.filter(({ outside }) => outside === undefined).map(({ node }) => node.path);
    expect(rows.some((path) => path.includes('outside'))).toBe(false);
  });
});

describe('the owner’s platform', () => {
  test.each(choices)('saves its mail and its cluster every hour in phase %s with %s', (phase, gitops) => {
    const hourly = own(phase, gitops).inventory.backups.filter(({ backup }) => backup === 'hourly');
    const kinds = new Set(hourly.map(({ outside }) => (outside?.kind === 'machine' ? outside.of : 'volume')));
    expect(kinds).toEqual(new Set(['K3s', 'Mailcow']));
  });

  test('has a user for each tier', () => {
    const used = new Set(own().inventory.backups.map(({ backup }) => backup));
    for (const tier of Object.keys(uyoop.backups)) expect(used).toContain(tier);
  });

  test('keeps the key of its mails with them', () => {
    const mails = own().inventory.backups.find(({ volume }) => volume.endsWith('-mailcow-mails'))?.outside;
    const paths = mails?.kind === 'machine' ? mails.paths.join(' ') : '';
    expect(paths).toMatch(/vmail-vol-1.*crypt-vol-1/);
  });
});
