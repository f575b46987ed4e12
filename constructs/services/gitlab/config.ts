import type { Cidr, Host } from '../../../platform/types.ts';
import { type Bucket, pathOf } from '../../index.ts';

export interface OmnibusConfigProps {
  readonly host: Host;
  readonly port: number;
  /** Where Traefik's pods are. */
  readonly pods: Cidr;
  readonly issuer: string;
  readonly artifacts: Bucket;
  readonly clientId: string;
  readonly clientSecretFile: string;
  readonly rootPasswordFile: string;
}

/**
 * Omnibus's configuration, which is Ruby: what is secret it reads from files. TLS ends at Traefik, and what a small house
 * does not need (registry, pages, its own Prometheus) is off.
 *
 * @see https://docs.gitlab.com/omnibus/settings/
 */
export function omnibusConfig(props: OmnibusConfigProps): string {
  const { host, port, pods, artifacts } = props;
  return `secret = ->(path) { File.read(path).strip }
external_url 'https://${host}'
letsencrypt['enable'] = false
nginx['listen_port'] = ${port}
nginx['listen_https'] = false
nginx['proxy_set_headers'] = { 'X-Forwarded-Proto' => 'https', 'X-Forwarded-Ssl' => 'on' }
nginx['real_ip_trusted_addresses'] = ['${pods}']
nginx['real_ip_header'] = 'X-Forwarded-For'
nginx['real_ip_recursive'] = 'on'
gitlab_rails['trusted_proxies'] = ['${pods}']
gitlab_rails['initial_root_password'] = secret.('${props.rootPasswordFile}')
gitlab_rails['gitlab_email_enabled'] = false
gitlab_rails['gitlab_shell_ssh_port'] = nil
gitlab_rails['usage_ping_enabled'] = false
puma['worker_processes'] = 2
sidekiq['concurrency'] = 10
postgresql['shared_buffers'] = '256MB'
prometheus_monitoring['enable'] = false
registry['enable'] = false
gitlab_pages['enable'] = false
gitlab_kas['enable'] = false
${objectStore(artifacts)}${login(props)}`;
}

/** Artifacts of jobs lie in the bucket, everything else on the volume. */
function objectStore(bucket: Bucket): string {
  const local = [
    'external_diffs',
    'lfs',
    'uploads',
    'packages',
    'dependency_proxy',
    'terraform_state',
    'pages',
    'ci_secure_files',
  ];
  return `gitlab_rails['object_store']['enabled'] = true
gitlab_rails['object_store']['proxy_download'] = true
gitlab_rails['object_store']['connection'] = {
  'provider' => 'AWS',
  'region' => '${bucket.region}',
  'endpoint' => 'https://${bucket.host}',
  'aws_access_key_id' => secret.('${pathOf(bucket.accessKey)}'),
  'aws_secret_access_key' => secret.('${pathOf(bucket.secretKey)}'),
}
gitlab_rails['object_store']['objects']['artifacts']['bucket'] = '${bucket.name}'
${local.map((object) => `gitlab_rails['object_store']['objects']['${object}']['enabled'] = false\n`).join('')}`;
}

/** Authelia's users are GitLab's: an account is made at the first login, and a password of its own has root alone. */
function login({ host, issuer, clientId, clientSecretFile }: OmnibusConfigProps): string {
  return `gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_auto_link_user'] = ['openid_connect']
gitlab_rails['gitlab_signup_enabled'] = false
gitlab_rails['omniauth_providers'] = [{
  name: 'openid_connect',
  label: 'Authelia',
  args: {
    name: 'openid_connect',
    scope: ['openid', 'profile', 'email', 'groups'],
    response_type: 'code',
    issuer: '${issuer}',
    discovery: true,
    client_auth_method: 'basic',
    uid_field: 'preferred_username',
    pkce: true,
    client_options: {
      identifier: '${clientId}',
      secret: secret.('${clientSecretFile}'),
      redirect_uri: 'https://${host}/users/auth/openid_connect/callback',
    },
  },
}]
`;
}
