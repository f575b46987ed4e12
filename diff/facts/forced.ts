/**
 * Attributes of which a new value means a new resource. The published schemas do not say it, so that they are kept by hand,
 * from the providers' sources: OVH 2.19, Vault 5.11, GitLab 19.1. A test holds that each is an attribute of its schema, and
 * that each resource of the schemas stands here.
 *
 * @see https://github.com/ovh/terraform-provider-ovh
 * @see https://github.com/hashicorp/terraform-provider-vault
 * @see https://gitlab.com/gitlab-org/terraform-provider-gitlab
 */
export const forcedNew: Readonly<Record<string, readonly string[]>> = {
  // `object_lock` is judged by its status: it replaces where that changes, and not where its period does.
  ovh_cloud_project_storage: ['name', 'region_name'],
  ovh_cloud_project_storage_object_bucket_lifecycle_configuration: ['container_name', 'region_name', 'service_name'],
  ovh_cloud_project_storage_replication_job: ['container_name', 'region_name', 'service_name'],
  ovh_cloud_project_user: ['description', 'service_name'],
  ovh_cloud_project_user_s3_credential: ['service_name', 'user_id'],
  ovh_cloud_project_user_s3_policy: ['service_name', 'user_id'],
  ovh_domain_zone: ['ovh_subsidiary', 'payment_mean'],
  ovh_domain_zone_dnssec: ['zone_name'],
  ovh_domain_zone_record: ['fieldtype', 'zone'],
  ovh_domain_zone_redirection: ['subdomain'],
  ovh_ip_reverse: ['ip', 'ip_reverse', 'readiness_timeout_duration', 'reverse'],
  ovh_vps: ['ovh_subsidiary', 'plan'],
  vault_audit: ['description', 'local', 'options', 'path', 'type'],
  vault_auth_backend: ['local', 'type'],
  vault_database_secret_backend_connection: ['backend', 'name'],
  vault_database_secret_backend_role: ['backend', 'db_name', 'name'],
  vault_database_secret_backend_static_role: ['backend', 'db_name', 'name', 'username'],
  vault_kubernetes_auth_backend_config: ['backend'],
  vault_kubernetes_auth_backend_role: ['backend', 'role_name'],
  vault_kv_secret_backend_v2: ['mount'],
  vault_mount: ['external_entropy_access', 'local', 'seal_wrap', 'type'],
  vault_policy: ['name'],
  gitlab_deploy_key: ['can_push', 'expires_at', 'key', 'project', 'title'],
  gitlab_project_access_token: ['access_level', 'name', 'project', 'scopes'],
  gitlab_project_deploy_token: ['expires_at', 'name', 'project', 'scopes', 'username'],
  gitlab_project_push_mirror: ['project', 'url'],
  gitlab_user_runner: ['group_id', 'project_id', 'runner_type'],
};

/** Resources that hold what nobody can make again. */
export const irreplaceable: readonly string[] = [
  'ovh_cloud_project_storage',
  'ovh_domain_zone',
  'ovh_vps',
  'vault_mount',
];
