import { describe, expect, it } from 'vitest';
import { Bucket } from '../../constructs/outside/bucket.ts';
import { storagePolicy } from '../../stacks/index.ts';
import { fixture } from '../support/platform.ts';
import { reference, stack } from './scratch.ts';

const { resource, output } = stack('object-storage').json as {
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON; the schema check knows it.
  readonly resource: Readonly<Record<string, Record<string, any>>>;
  readonly output: Readonly<Record<string, unknown>>;
};
const of = (type: string) => resource[type] ?? {};
const actions = (access: 'append' | 'read-write'): string[] =>
  storagePolicy('b', access).Statement.flatMap(({ Action }) => Action);

describe('buckets', () => {
  it('carry the names and regions of the platform, keep versions and are encrypted', () => {
    const { backup, drive } = of('ovh_cloud_project_storage');
    expect(backup).toMatchObject({ name: 'harbour-backup', region_name: 'SBG', versioning: { status: 'enabled' } });
    expect(drive).toMatchObject({ name: 'harbour-drive', region_name: 'GRA', encryption: { sse_algorithm: 'AES256' } });
  });

  it('lock in compliance mode for the days asked, and only where asked', () => {
    const { backup, drive } = of('ovh_cloud_project_storage');
    expect(backup.object_lock).toEqual({ status: 'enabled', rule: { mode: 'compliance', period: 'P35D' } });
    expect(drive.object_lock).toBeUndefined();
  });

  it('are never destroyed and keep no list of objects in the state', () => {
    for (const bucket of Object.values(of('ovh_cloud_project_storage'))) {
      expect(bucket.lifecycle.prevent_destroy).toBe(true);
      expect(bucket.hide_objects).toBe(true);
    }
  });

  it('belong to a user that is nobody: no policy and no credential', () => {
    for (const bucket of Object.values(of('ovh_cloud_project_storage'))) {
      expect(bucket.owner_id).toBe(reference('ovh_cloud_project_user.owner.id'));
    }
    const accounts = [
      ...Object.values(of('ovh_cloud_project_user_s3_credential')),
      ...Object.values(of('ovh_cloud_project_user_s3_policy')),
    ].map(({ user_id }) => user_id);
    expect(accounts).toContain(reference('ovh_cloud_project_user.backup.id'));
    expect(accounts).not.toContain(reference('ovh_cloud_project_user.owner.id'));
  });
});

interface Rule {
  readonly expiration?: { readonly days?: number; readonly expired_object_delete_marker?: boolean };
  readonly noncurrent_version_expiration?: { readonly noncurrent_days: number };
}

describe('lifecycle', () => {
  const rules = (bucket: string): readonly Rule[] =>
    of('ovh_cloud_project_storage_object_bucket_lifecycle_configuration')[bucket].rules;
  const noncurrentDays = (bucket: string): readonly number[] =>
    rules(bucket).flatMap(({ noncurrent_version_expiration: rule }) => (rule ? [rule.noncurrent_days] : []));

  it('frees a replaced version of a locked bucket only after its lock', () => {
    expect(noncurrentDays('backup')).toEqual([(fixture.buckets.backup.lockDays as number) + 1]);
  });

  it('expires objects where the platform says so, and nowhere else', () => {
    const days = (bucket: string): unknown[] =>
      rules(bucket).flatMap(({ expiration }) => (expiration?.days === undefined ? [] : [expiration.days]));
    expect(days('ci')).toEqual([90]);
    expect(days('backup')).toEqual([]);
  });

  it('never mixes an age with the clean-up of delete markers, which S3 refuses', () => {
    for (const { expiration } of rules('ci')) {
      expect(expiration?.days !== undefined && expiration?.expired_object_delete_marker !== undefined).toBe(false);
    }
  });
});

describe('policies', () => {
  it('let a backup writer write, read, list and remove its own locks', () => {
    const { Statement } = storagePolicy('harbour-backup', 'append');
    expect(actions('append')).toEqual(expect.arrayContaining(['s3:PutObject', 's3:GetObject', 's3:ListBucket']));
    expect(
      Statement.filter(({ Action }) => Action.includes('s3:DeleteObject')).map(({ Resource }) => Resource),
    ).toEqual([['arn:aws:s3:::harbour-backup/locks/*', 'arn:aws:s3:::harbour-backup/*/locks/*']]);
  });

  it('give nobody a version to delete, a lock to bypass or a setting to change', () => {
    const forbidden = /Version|Bypass|Retention|LegalHold|ObjectLock|Lifecycle|Versioning|DeleteBucket|PutBucket|\*/;
    expect([...actions('append'), ...actions('read-write')].filter((action) => forbidden.test(action))).toEqual([]);
  });

  it('reach one bucket each', () => {
    for (const [key, { policy }] of Object.entries(of('ovh_cloud_project_user_s3_policy'))) {
      const resources: string[] = JSON.parse(policy).Statement.flatMap((s: { Resource: string[] }) => s.Resource);
      for (const arn of resources) expect(arn).toMatch(new RegExp(`^arn:aws:s3:::harbour-${key}(/|$)`));
    }
  });

  it('follow the access that the platform gives: only a read-write user deletes anywhere', () => {
    const { Statement } = JSON.parse(of('ovh_cloud_project_user_s3_policy').drive.policy);
    expect(Statement[1]).toMatchObject({ Resource: ['arn:aws:s3:::harbour-drive/*'] });
    expect(Statement[1].Action).toContain('s3:DeleteObject');
  });
});

describe('outputs', () => {
  it('are the credentials that buckets in the cluster refer to, and sensitive', () => {
    for (const { access, secret } of (['drive', 'mail-archive', 'ci', 'backup'] as const).map(Bucket.credential)) {
      for (const recipe of [access, secret]) {
        const name = recipe.from === 'terraform' ? recipe.output : '';
        expect(output[name]).toMatchObject({ sensitive: true });
      }
    }
    expect(Object.keys(output)).toHaveLength(8);
  });
});
