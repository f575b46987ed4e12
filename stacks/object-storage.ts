import {
  CloudProjectStorage,
  CloudProjectStorageObjectBucketLifecycleConfiguration,
  CloudProjectUser,
  CloudProjectUserS3Credential,
  CloudProjectUserS3Policy,
  type CloudProjectStorageObjectBucketLifecycleConfigurationRules as LifecycleRule,
} from '@cdktf/provider-ovh';
import { TerraformOutput, Token } from 'cdktf';
import { Construct } from 'constructs';
import { bucketName } from '../constructs/outside/bucket.ts';
import type { BucketFacts, BucketName, Platform } from '../platform/types.ts';
import { named } from './named.ts';
import { OvhStack } from './ovh-stack.ts';
import { storagePolicy } from './storage-policy.ts';

/** For how long a bucket without a lock keeps what was overwritten or deleted. */
const noncurrentDays = 30;

/**
 * Buckets, and for each its one user, credential and policy. The credentials are sensitive outputs, `<bucket>-access-key` and
 * `<bucket>-secret-key`, from where `npm run secrets` seals them.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs/resources/cloud_project_storage
 */
export class ObjectStorage extends OvhStack {
  override readonly systems = ['OVH Object Storage'] as const;

  constructor(scope: Construct, platform: Platform) {
    super(scope, 'object-storage', platform);
    const project = platform.owner.ovh.cloudProject;
    const owner = keeper(this, project, platform.name);
    for (const [key, facts] of Object.entries(platform.buckets) as [BucketName, BucketFacts][]) {
      new StoredBucket(this, { key, facts, name: bucketName(platform.name, key), project, owner });
    }
  }
}

/**
 * Owns every bucket and has no S3 credential: OVH lets a bucket's owner pass by every policy, so that nobody may be it day by
 * day. Whoever must (to prune backups, to remove a delete marker) makes a credential for the hour and revokes it.
 *
 * @see https://github.com/ovh/public-cloud-roadmap/issues/1138
 */
function keeper(scope: Construct, serviceName: string, platform: string): CloudProjectUser {
  const owner = new CloudProjectUser(scope, 'owner', {
    serviceName,
    description: `${platform}-storage-owner`,
    roleNames: ['objectstore_operator'],
    lifecycle: { preventDestroy: true },
  });
  return named(owner, 'owner');
}

interface StoredBucketProps {
  readonly key: BucketName;
  readonly name: string;
  readonly facts: BucketFacts;
  readonly project: string;
  readonly owner: CloudProjectUser;
}

class StoredBucket extends Construct {
  constructor(
    scope: Construct,
    private readonly props: StoredBucketProps,
  ) {
    super(scope, `bucket-${props.key}`);
    this.storage();
    this.user();
  }

  private storage(): void {
    const { key, name, facts, project, owner } = this.props;
    const bucket = new CloudProjectStorage(this, 'storage', {
      serviceName: project,
      regionName: facts.region,
      name,
      ownerId: Token.asNumber(owner.id),
      // The list of its objects would go into the state at every refresh.
      hideObjects: true,
      versioning: { status: 'enabled' },
      encryption: { sseAlgorithm: 'AES256' },
      ...(facts.lockDays && { objectLock: lock(facts.lockDays) }),
      lifecycle: { preventDestroy: true },
    });
    named(bucket, key);
    const lifecycle = new CloudProjectStorageObjectBucketLifecycleConfiguration(this, 'lifecycle', {
      serviceName: project,
      regionName: facts.region,
      containerName: bucket.name,
      rules: lifecycleRules(facts),
    });
    named(lifecycle, key);
  }

  /** Its description never changes: OVH would replace the user, and every service would lose its key. */
  private user(): void {
    const { key, name, facts, project } = this.props;
    const user = new CloudProjectUser(this, 'user', {
      serviceName: project,
      description: name,
      roleNames: ['objectstore_operator'],
    });
    const account = { serviceName: project, userId: named(user, key).id };
    const policy = JSON.stringify(storagePolicy(name, facts.access));
    named(new CloudProjectUserS3Policy(this, 'policy', { ...account, policy }), key);
    const credential = named(new CloudProjectUserS3Credential(this, 'credential', account), key);
    this.secretOutput(`${key}-access-key`, credential.accessKeyId);
    this.secretOutput(`${key}-secret-key`, credential.secretAccessKey);
  }

  private secretOutput(id: string, value: string): void {
    named(new TerraformOutput(this, id, { value, sensitive: true }), id);
  }
}

/** Compliance: nobody, the owner included, shortens or lifts the lock of a version. It can only be set at creation. */
function lock(days: number) {
  return { status: 'enabled', rule: { mode: 'compliance', period: `P${days}D` } };
}

/**
 * Versioning keeps what is overwritten and deleted; these rules let it go. Counted from the day that a version was replaced, a
 * day more than the lock is always after the end of its lock.
 */
function lifecycleRules({ lockDays, expireDays }: BucketFacts): LifecycleRule[] {
  const status = 'enabled';
  const kept = lockDays ? lockDays + 1 : noncurrentDays;
  return [
    { id: 'abort-incomplete-uploads', status, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
    { id: 'expire-noncurrent-versions', status, noncurrentVersionExpiration: { noncurrentDays: kept } },
    { id: 'expire-delete-markers', status, expiration: { expiredObjectDeleteMarker: true } },
    ...(expireDays ? [{ id: 'expire-objects', status, expiration: { days: expireDays } }] : []),
  ];
}
