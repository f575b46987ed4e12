import type { BucketFacts } from '../platform/types.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** An S3 user's whole policy, as OVH takes it. */
export interface StoragePolicy {
  readonly Statement: readonly Statement[];
}

const arn = (path: string): string => `arn:aws:s3:::${path}`;

/**
 * What the one user of a bucket may do there, and nowhere else.
 *
 * `append` is a backup's writer. OVH checks one action, `s3:DeleteObject`, for a simple DELETE (a delete marker: every
 * version stays) and for the DELETE of a version (gone for good once its lock is over). It cannot be granted for the first
 * alone, so the writer has it under `locks/` only, where restic removes what it locked. It follows that `restic forget` and
 * `prune` need another credential, on another machine. Overwriting makes a new version: the old one stays, locked.
 *
 * No policy grants retention, legal hold, lock, versioning or lifecycle settings.
 *
 * @see https://help.ovhcloud.com/csm/en-gb-public-cloud-storage-s3-identity-access-management?id=kb_article_view&sysparm_article=KB0047344
 * @see https://github.com/open-io/swift/blob/00bb69958b43da1b3c61a360a517e2622e212e66/swift/common/middleware/s3api/iam.py the gateway's own list and matching
 */
export function storagePolicy(bucket: string, access: BucketFacts['access']): StoragePolicy {
  return {
    Statement: access === 'append' ? [list(bucket), append(bucket), unlock(bucket)] : [list(bucket), readWrite(bucket)],
  };
}

const list = (bucket: string): Statement => ({
  Sid: 'List',
  Effect: 'Allow',
  Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
  Resource: [arn(bucket)],
});

const write = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'];

const readWrite = (bucket: string): Statement => ({
  Sid: 'ReadWrite',
  Effect: 'Allow',
  Action: [...write, 's3:DeleteObject'].sort(),
  Resource: [arn(`${bucket}/*`)],
});

const append = (bucket: string): Statement => ({
  Sid: 'Append',
  Effect: 'Allow',
  Action: write,
  Resource: [arn(`${bucket}/*`)],
});

/** A repository stands at the bucket's root or below a prefix. */
const unlock = (bucket: string): Statement => ({
  Sid: 'Unlock',
  Effect: 'Allow',
  Action: ['s3:DeleteObject'],
  Resource: [arn(`${bucket}/locks/*`), arn(`${bucket}/*/locks/*`)],
});
