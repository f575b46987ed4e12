secret = ->(path) { File.read(path).strip }
external_url 'https://@host@'
letsencrypt['enable'] = false
nginx['listen_port'] = @port@
nginx['listen_https'] = false
nginx['proxy_set_headers'] = { 'X-Forwarded-Proto' => 'https', 'X-Forwarded-Ssl' => 'on' }
nginx['real_ip_trusted_addresses'] = ['@pods@']
nginx['real_ip_header'] = 'X-Forwarded-For'
nginx['real_ip_recursive'] = 'on'
gitlab_rails['trusted_proxies'] = ['@pods@']
gitlab_rails['initial_root_password'] = secret.('@rootpassword@')
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

# Artifacts of jobs lie in the bucket, everything else on the volume.
gitlab_rails['object_store']['enabled'] = true
gitlab_rails['object_store']['proxy_download'] = true
gitlab_rails['object_store']['connection'] = {
  'provider' => 'AWS',
  'region' => '@region@',
  'endpoint' => 'https://@endpoint@',
  'aws_access_key_id' => secret.('@bucketaccess@'),
  'aws_secret_access_key' => secret.('@bucketsecret@'),
}
gitlab_rails['object_store']['objects']['artifacts']['bucket'] = '@bucket@'
gitlab_rails['object_store']['objects']['external_diffs']['enabled'] = false
gitlab_rails['object_store']['objects']['lfs']['enabled'] = false
gitlab_rails['object_store']['objects']['uploads']['enabled'] = false
gitlab_rails['object_store']['objects']['packages']['enabled'] = false
gitlab_rails['object_store']['objects']['dependency_proxy']['enabled'] = false
gitlab_rails['object_store']['objects']['terraform_state']['enabled'] = false
gitlab_rails['object_store']['objects']['pages']['enabled'] = false
gitlab_rails['object_store']['objects']['ci_secure_files']['enabled'] = false

# Authelia's users are GitLab's: an account is made at the first login, and only root has a password of its own.
gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']
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
    issuer: '@issuer@',
    discovery: true,
    client_auth_method: 'basic',
    uid_field: 'preferred_username',
    pkce: true,
    client_options: {
      identifier: '@client@',
      secret: secret.('@clientsecret@'),
      redirect_uri: 'https://@host@@callback@',
    },
  },
}]
