import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MachineWorkload, Workload } from '../../../../constructs/pod/workload.ts';
import type { Phase } from '../../../../platform/types.ts';
import type { Composed } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { own } from '../../../support/own.ts';
import { fixture } from '../../../support/platform.ts';
import { town, townWith } from '../../../support/town.ts';

const rulesOf = ({ manifests }: Composed): Fields[] =>
  parse(
    manifests.in('monitoring').one('ConfigMap', 'prometheus-config').data['etc_prometheus_rules.yml'],
  ).groups.flatMap((group: Fields) => group.rules);
const rules = rulesOf(town());
const called = (name: string, from = rules) => from.filter(({ alert }) => alert === name);
const { inventory } = town();

describe('alerts follow from the model', () => {
  test('a start may take as long as its probe allows before anybody is told', () => {
    const [{ for: patience }] = called('ServiceNeverStarts');
    const { manifests } = own();
    const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];
    const probed = kinds.flatMap((kind) => manifests.of(kind)).flatMap(({ spec }) => spec.template.spec.containers);
    const seconds = probed.flatMap(({ startupProbe: probe }) =>
      probe ? [probe.failureThreshold * probe.periodSeconds] : [],
    );
    expect(Math.max(...seconds)).toBeGreaterThan(600);
    // A failure is seen for ten minutes after it.
    expect(Number.parseInt(patience, 10) * 60).toBeGreaterThan(Math.max(...seconds) + 600);
  });

  test('jobs that nobody starts are missed after twice the time that the busiest leaves between two runs', () => {
    const [{ expr }] = called('JobsNotRunning');
    expect(expr).toContain('job_controller_jobs_finished_total{result="succeeded"}[2h]');
  });

  test('each state that is saved has its tier’s', () => {
    const saved = inventory.backups.filter(({ backup }) => typeof backup === 'string');
    const key = ({ namespace, volume }: { namespace: string; volume: string }) => `${namespace}/${volume}`;
    expect(
      called('BackupLate')
        .map(({ labels }) => key(labels))
        .sort(),
    ).toEqual(saved.map(key).sort());
    const shop = called('BackupLate').find(({ labels }) => labels.volume === 'shop-pictures');
    const last = 'uyoop_backup_last_success_timestamp_seconds{namespace="prod-shop",volume="shop-pictures"}';
    expect(shop.expr).toBe(`(time() - max by (namespace, volume) (${last}) > 108000) or absent(${last})`);
    expect(shop.labels).toMatchObject({ severity: 'critical', tier: 'daily', machine: 'quay' });
  });

  test('and a tier that promises more is late sooner', () => {
    const daily = { ...fixture.backups.daily, maximumAgeHours: 10 };
    const stricter = rulesOf(townWith({ platform: { backups: { ...fixture.backups, daily } } }));
    expect(called('BackupLate', stricter).find(({ labels }) => labels.volume === 'shop-pictures').expr).toContain(
      '> 36000',
    );
  });

  test('each state that jobs make is stale when what was saved is old, whether or not it was saved on time', () => {
    const made = inventory.backups.filter(({ freshFile }) => freshFile !== undefined);
    expect(called('BackupStale').map(({ labels }) => labels.volume)).toEqual(made.map(({ volume }) => volume));
    expect(made.length).toBeGreaterThan(0);
  });

  test('each state, saved or not, has its fill’s, against the size in the model', () => {
    const ending = inventory.backups.filter(({ size }) => size !== undefined);
    expect(called('VolumeNearlyFull')).toHaveLength(ending.length);
    const prometheus = called('VolumeNearlyFull').find(({ labels }) => labels.volume === 'prometheus-data');
    expect(prometheus.expr).toContain(`> ${Math.floor(8 * 1024 ** 3 * 0.85)}`);
    expect(prometheus.expr).toContain('uyoop_volume_used_bytes');
  });

  test('which kubelet measures where volumes have an end of their own', () => {
    const replicated = rulesOf(townWith({ platform: { storage: 'longhorn' } }));
    const inCluster = called('VolumeNearlyFull', replicated).filter(({ labels }) => labels.namespace !== 'machine');
    for (const { expr } of inCluster) expect(expr).toContain('kubelet_volume_stats_used_bytes');
  });

  test('each public name has its probe’s and its certificate’s', () => {
    const hosts = inventory.exposures.flatMap(({ hosts }) => hosts).sort();
    const watched = new Set(called('ExposureDown').map(({ labels }) => labels.host));
    expect([...watched].sort()).toEqual(hosts);
    const certificates = called('CertificateExpires').map(({ labels }) => labels.host);
    expect(certificates).toEqual(expect.arrayContaining(hosts));
  });

  test('each public mail port too', () => {
    const targets = called('MailPortDown').map(({ labels }) => labels.instance);
    expect(targets).toEqual(['mail.lantern.example:25', 'mail.lantern.example:587', 'mail.lantern.example:993']);
  });

  test('each program that runs all the time is missed on its machine, and one of every machine on each', () => {
    const expected = inventory.workloads
      .filter((workload) => workload instanceof Workload || workload instanceof MachineWorkload)
      .flatMap(({ name, place }) => (place.machines ?? [place.machine]).map((machine) => `${name} ${machine.name}`));
    const missed = called('ServiceMissing').map(({ labels }) => `${labels.service} ${labels.machine}`);
    expect(missed.sort()).toEqual(expected.sort());
    expect(missed).toEqual(expect.arrayContaining(['node-exporter quay', 'node-exporter loft', 'shop quay']));
    expect(missed).not.toContain('shop-cron quay');
  });

  test.each([1, 2, 3] as Phase[])('and in phase %s nothing is about what is not there', (phase) => {
    const names = (gitops: 'flux' | 'argocd') => new Set(rulesOf(town(phase, gitops)).map(({ alert }) => alert));
    expect([names('flux').has('FluxNotReady'), names('argocd').has('FluxNotReady')]).toEqual([true, false]);
    expect([names('flux').has('ArgoCdNotSynced'), names('argocd').has('ArgoCdNotSynced')]).toEqual([false, true]);
    expect(names('flux').has('LogsMissing')).toBe(phase >= 2);
    if (phase === 1) expect(JSON.stringify(rulesOf(town(1)))).not.toContain('loft');
  });
});

describe('every alert', () => {
  const alerts = rules.filter(({ alert }) => alert);

  test('says how bad it is, what is wrong and what to do, in sentences', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(['critical', 'warning'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/[.]$/);
      expect(annotations.action, alert).toMatch(/[.?]$/);
    }
  });

  test('is told from every other by its name and its labels', () => {
    const keys = alerts.map(({ alert, labels, expr }) =>
      alert === 'LogsDiscarded' ? expr : `${alert} ${JSON.stringify(labels)}`,
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('about one thing waits before it tells, but for a killed process and a failed job, which are over already', () => {
    expect(alerts.filter((alert) => alert.for === '0m').map(({ alert }) => alert)).toEqual([
      'MachineKilledForMemory',
      'JobFailed',
    ]);
  });
});
