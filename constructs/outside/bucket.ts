import { Construct } from 'constructs';
import type { BucketName } from '../../platform/types.ts';
import { platformOf } from '../facts/platform-app.ts';
import { type Endpoint, objectStorage } from '../network/endpoint.ts';
import { type Recipe, type SecretReference, terraformOutput } from '../secret/secret.ts';

export interface BucketProps {
  readonly name: BucketName;
  readonly accessKey: SecretReference;
  readonly secretKey: SecretReference;
}

/** OVH's S3 endpoint of a region, as `GRA`. @see https://help.ovhcloud.com/csm/en-public-cloud-storage-s3-location */
export function s3Host(region: string): string {
  return `s3.${region.toLowerCase()}.io.cloud.ovh.net`;
}

/** Bucket names are global at OVH: they carry the platform's name. */
export function bucketName(platform: string, bucket: BucketName): string {
  return `${platform}-${bucket}`;
}

/** An S3 bucket as a service sees it: where it is and the credential of its one user. The stack makes both. */
export class Bucket extends Construct {
  /** How the credential's two keys come to be: they are outputs of the object-storage stack. */
  static credential(name: BucketName): { readonly access: Recipe; readonly secret: Recipe } {
    return {
      access: terraformOutput('object-storage', `${name}-access-key`),
      secret: terraformOutput('object-storage', `${name}-secret-key`),
    };
  }

  readonly bucket: BucketName;
  readonly name: string;
  /** Lower case, as SigV4 wants it. */
  readonly region: string;
  readonly host: string;
  readonly accessKey: SecretReference;
  readonly secretKey: SecretReference;
  readonly endpoint: Endpoint = objectStorage;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const platform = platformOf(this);
    this.bucket = props.name;
    this.name = bucketName(platform.name, props.name);
    const facts = platform.buckets[props.name];
    if (!facts)
      throw new Error(`${this.node.path}: the platform has no bucket '${props.name}'; name it in its buckets`);
    this.region = facts.region.toLowerCase();
    this.host = s3Host(this.region);
    this.accessKey = props.accessKey;
    this.secretKey = props.secretKey;
  }
}
