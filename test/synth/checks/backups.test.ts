import { describe, expect, it } from 'vitest';
import { noBackup } from '../../../constructs/facts/claim.ts';
import type { TerraformStackJson } from '../../../synth/model/model.ts';
import { letters, object, platform, scratch, tripped } from './scratch.ts';

const lock = (object_lock: object | undefined) => (stacks: readonly TerraformStackJson[]) =>
  stacks.map((stack) => {
    const { backup } = stack.json.resource.ovh_cloud_project_storage ?? {};
    if (!backup) return stack;
    const { object_lock: _, ...rest } = backup;
    const changed = object_lock ? { ...rest, object_lock } : rest;
    return { ...stack, json: { resource: { ovh_cloud_project_storage: { backup: changed } } } };
  });

describe('check 5: backups', () => {
  it('refuses a volume that nobody saves', () => {
    const model = scratch({
      add: ({ prod }) =>
        object(prod, {
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'attic', namespace: 'prod-web' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        }),
    });
    expect(tripped(model)).toEqual([5]);
    expect(letters(model)[0]).toContain('got prod-web/attic');
  });

  it('refuses a reason that says nothing, and takes one that does', () => {
    const state = (reason: string) =>
      scratch({ add: ({ wiki }) => wiki.volume('cache', { size: '1Gi', backup: noBackup(reason) }) });
    expect(tripped(state('cache'))).toEqual([5]);
    expect(letters(state('a cache: it fills itself again'))).toEqual([]);
  });

  it.each([
    ['no lock', undefined, 'has no Object Lock'],
    [
      'a lock that its owner can open',
      { status: 'enabled', rule: { mode: 'governance', period: 'P35D' } },
      'has no Object Lock',
    ],
    ['a lock that is too short', { status: 'enabled', rule: { mode: 'compliance', period: 'P7D' } }, 'locked for less'],
  ])('refuses a written backup bucket with %s', (_, object_lock, what) => {
    const model = scratch({ stacks: lock(object_lock) });
    expect(tripped(model)).toEqual([5]);
    expect(letters(model)[0]).toContain(what);
  });

  it('judges the plan while no stack is written', () => {
    const { lockDays: _, ...loose } = platform.buckets.backup;
    const model = scratch({ platform: { buckets: { ...platform.buckets, backup: loose } }, stacks: () => [] });
    expect(letters(model).filter((letter) => letter.includes('Object Lock'))).toHaveLength(1);
  });
});
