import type { Cidr, Host } from '../../../platform/types.ts';
import { type Bucket, type Database, fileOf, type Mailbox, type SecretReference } from '../../index.ts';

/** Flags that it asks of its database. */
export const args = ['--transaction-isolation=READ-COMMITTED', '--binlog-format=ROW'] as const;

/** Where it keeps what people upload. */
export function storage(drive: Bucket) {
  return {
    OBJECTSTORE_S3_BUCKET: drive.name,
    OBJECTSTORE_S3_REGION: drive.region,
    OBJECTSTORE_S3_HOST: drive.host,
    OBJECTSTORE_S3_PORT: '443',
    OBJECTSTORE_S3_SSL: 'true',
    OBJECTSTORE_S3_USEPATH_STYLE: 'false',
    OBJECTSTORE_S3_AUTOCREATE: 'false',
    OBJECTSTORE_S3_KEY_FILE: fileOf(drive.accessKey),
    OBJECTSTORE_S3_SECRET_FILE: fileOf(drive.secretKey),
  };
}

/** Its own address, and who may say in a header where a request comes from. */
export function site(host: Host, proxies: Cidr) {
  return {
    OVERWRITEPROTOCOL: 'https',
    OVERWRITEHOST: host,
    OVERWRITECLIURL: `https://${host}`,
    TRUSTED_PROXIES: proxies,
  };
}

export function mail(mailbox: Mailbox) {
  const [user, domain] = mailbox.address.split('@') as [string, string];
  return {
    SMTP_HOST: mailbox.host,
    SMTP_PORT: String(mailbox.port),
    SMTP_NAME: mailbox.address,
    SMTP_PASSWORD_FILE: fileOf(mailbox.password),
    MAIL_FROM_ADDRESS: user,
    MAIL_DOMAIN: domain,
  };
}

/** How Authelia knows it. */
export function client(secret: SecretReference) {
  return {
    id: 'nextcloud',
    name: 'Nextcloud',
    secret,
    redirectPath: '/apps/user_oidc/code',
    tokenEndpointAuthMethod: 'client_secret_post',
  } as const;
}

/** What the installer takes, once. */
export function installation(host: Host, database: Database, password: SecretReference) {
  return {
    // All three as plain variables: mixed with files the installer silently takes none of them.
    MYSQL_HOST: database.host,
    MYSQL_DATABASE: database.database,
    MYSQL_USER: database.user,
    MYSQL_PASSWORD: database.password,
    NEXTCLOUD_ADMIN_USER: 'admin',
    NEXTCLOUD_ADMIN_PASSWORD_FILE: fileOf(password),
    NEXTCLOUD_TRUSTED_DOMAINS: host,
  };
}

export const claimedBy =
  'its first start, which makes `admin` with the password that it is handed; what is not installed serves nothing';

/** The largest file that goes through is 2 GiB. */
export const limits = { PHP_MEMORY_LIMIT: '512M', PHP_UPLOAD_LIMIT: '2G', APACHE_BODY_LIMIT: '2147483648' } as const;
