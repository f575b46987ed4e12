import { describe, expect, test } from 'vitest';
import type { Machine, Platform } from '../../../platform/types.ts';
import { uyoop } from '../../../platform/uyoop.ts';
import { platformProblems } from '../../../platform/validation.ts';
import { charted, composed } from '../../support/composed.ts';

const [core, lab] = uyoop.machines as [Machine, Machine];
const { manifests, inventory } = charted({ phase: 3, storage: 'longhorn' });
const namespace = manifests.one('Namespace', 'longhorn-system');
const { values } = manifests.one('HelmRelease', 'longhorn').spec;
const problems = (change: Partial<Platform>) => platformProblems({ ...uyoop, storage: 'longhorn', ...change });

describe('Longhorn', () => {
  test('is off', () => {
    expect(uyoop.storage).toBe('local-path');
    expect(composed(3).manifests.names('Namespace')).not.toContain('longhorn-system');
  });

  test('takes every volume of ours, and Vault’s', () => {
    const classes = manifests.of('PersistentVolumeClaim').map(({ spec }) => spec.storageClassName);
    expect(new Set(classes)).toEqual(new Set(['longhorn']));
    const { server } = manifests.one('HelmRelease', 'vault').spec.values;
    expect(server.dataStorage.storageClass).toBe('longhorn');
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
    expect(claims.map(({ machine }) => machine.name)).toEqual(['core-prod', 'core-prod', 'ai-lab', 'ai-lab']);
  });
});

describe('the platform refuses Longhorn', () => {
  test('on fewer machines than copies, and says what to do', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ machines: [core] })).toEqual([
      "storage 'longhorn' keeps 2 copies of a volume, each on its own machine, and there are 1 (core-prod): every volume would stay degraded; add machines, lower storageReplicas, or keep 'local-path'",
    ]);
    expect(problems({ storageReplicas: 3 })).toHaveLength(1);
    expect(problems({ machines: [core, { ...lab, fromPhase: 3 }] })).toEqual([]);
  });

  test('before its phase', () => {
    expect(problems({ phase: 2 })).toEqual([
      "storage is 'longhorn' in phase 2; Longhorn comes with phase 3, keep 'local-path' until then",
    ]);
  });
});
