import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { Longhorn } from '../../../constructs/services/longhorn.ts';
import { Vault } from '../../../constructs/services/vault/vault.ts';
import type { Platform } from '../../../platform/types.ts';
import { factFindings } from '../../../synth/checks/index.ts';
import { type Bench, bench } from '../../support/bench.ts';
import { alone, built } from '../../support/composed.ts';
import { fixture, loft, quay } from '../../support/platform.ts';

const on = { phase: 3, storage: 'longhorn' } as const;
const { manifests, inventory } = built((app) => {
  const chart = new NamespaceChart(app, 'longhorn-system', {
    tier: 'platform',
    layer: 'operators',
    noQuota: 'Longhorn sizes its own pods',
  });
  new Longhorn(chart, 'longhorn');
}, on);
const namespace = manifests.one('Namespace', 'longhorn-system');
const { values } = manifests.one('HelmRelease', 'longhorn').spec;
const problems = (change: Partial<Platform>) =>
  factFindings({ ...fixture, storage: 'longhorn', ...change }).map(
    ({ what, got, cure }) => `${what}, got ${got}: ${cure}`,
  );

describe('Longhorn', () => {
  test('takes every volume of ours, and Vault’s', () => {
    const build = (shop: Bench) => shop.volume('data', { size: '1Gi', backup: 'daily' });
    expect(bench(build, { platform: on }).one('PersistentVolumeClaim').spec.storageClassName).toBe('longhorn');
    const vault = alone('security', 'prod', (chart) => new Vault(chart, 'vault'), on).manifests;
    expect(vault.one('HelmRelease', 'vault').spec.values.server.dataStorage.storageClass).toBe('longhorn');
  });

  test('is not the default class, and keeps as many copies as the platform says', () => {
    const { defaultClass, defaultClassReplicaCount } = values.persistence;
    expect({ defaultClass, defaultClassReplicaCount }).toEqual({ defaultClass: false, defaultClassReplicaCount: 2 });
    expect(values.defaultSettings.defaultReplicaCount).toBe(2);
  });

  test('shows no web interface, which knows no login', () => {
    expect(values.longhornUI).toEqual({ replicas: 0 });
  });

  test('is privileged, with the reason, in a namespace that nobody shares', () => {
    expect(namespace.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('privileged');
    const reasons = inventory.exceptions.filter(({ node }) => node.path.startsWith('longhorn-system'));
    expect(reasons.map(({ what }) => what).sort()).toEqual([
      'no quota in longhorn-system',
      'privileged pods in longhorn-system',
    ]);
    expect(manifests.in('longhorn-system').of('Deployment')).toEqual([]);
  });

  test('has no ceiling that would end an instance manager, and with it every volume of its machine', () => {
    expect(manifests.in('longhorn-system').of('LimitRange')).toEqual([]);
    expect(manifests.in('longhorn-system').of('ResourceQuota')).toEqual([]);
  });

  test('costs something on every machine', () => {
    const claims = inventory.claims.filter(({ node }) => node.path.startsWith('longhorn-system/longhorn/claim-'));
    expect(claims.map(({ machine }) => machine.name)).toEqual(['quay', 'quay', 'loft', 'loft']);
  });
});

describe('the platform refuses Longhorn', () => {
  test('on fewer machines than copies, and says what to do', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ machines: [quay] })).toEqual([
      "Longhorn keeps 2 copies of a volume, each on its own machine: every volume would stay degraded, got 1 of them (quay): add machines, lower storageReplicas, or keep 'local-path'",
    ]);
    expect(problems({ storageReplicas: 3 })).toHaveLength(1);
    expect(problems({ machines: [quay, { ...loft, fromPhase: 3 }] })).toEqual([]);
  });

  test('before its phase', () => {
    expect(problems({ phase: 2 })).toEqual([
      "Longhorn comes with phase 3, got storage 'longhorn' in phase 2: keep 'local-path' until then",
    ]);
  });
});
