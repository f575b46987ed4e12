/**
 * What is generated of each Terraform provider, by the names that Terraform gives it: what our stacks use and nothing else,
 * which test/imports.test.ts holds. One more is one line here and `npm run import`; it must stand in the provider's
 * schema.json, which holds some that we do not use yet.
 *
 * Of the CRDs there is no such list: each file in crds/ is one kind that a construct makes.
 */
export const selection = {
  gitlab: {
    resources: [
      'gitlab_project_deploy_token',
      'gitlab_project_push_mirror',
      'gitlab_user_runner',
    ],
    dataSources: [],
  },
  ovh: {
    resources: [
      'ovh_cloud_project_storage',
      'ovh_cloud_project_storage_object_bucket_lifecycle_configuration',
      'ovh_cloud_project_user',
      'ovh_cloud_project_user_s3_credential',
      'ovh_cloud_project_user_s3_policy',
      'ovh_domain_zone_dnssec',
      'ovh_domain_zone_record',
      'ovh_ip_reverse',
      'ovh_vps',
    ],
    dataSources: [
      'ovh_domain_zone_dnssec',
      'ovh_domain_zone_record',
      'ovh_domain_zone_records',
      'ovh_vps',
    ],
  },
  vault: {
    resources: [
      'vault_audit',
      'vault_auth_backend',
      'vault_database_secret_backend_connection',
      'vault_database_secret_backend_role',
      'vault_database_secret_backend_static_role',
      'vault_kubernetes_auth_backend_config',
      'vault_kubernetes_auth_backend_role',
      'vault_kv_secret_backend_v2',
      'vault_mount',
      'vault_policy',
    ],
    dataSources: [],
  },
};

/**
 * A provider's schema, cut down to what is selected of it.
 *
 * @throws when it does not hold what is selected.
 */
export function selected({ provider_schemas: schemas, ...rest }, { resources, dataSources }) {
  const [[address, schema]] = Object.entries(schemas);
  const cut = {
    provider: schema.provider,
    resource_schemas: picked(address, schema.resource_schemas, resources),
    data_source_schemas: picked(address, schema.data_source_schemas, dataSources),
  };
  return { ...rest, provider_schemas: { [address]: cut } };
}

function picked(address, schemas = {}, names) {
  const missing = names.find((name) => !(name in schemas));
  if (missing) throw new Error(`'${missing}' is selected; the schema.json of ${address} has ${Object.keys(schemas).sort().join(', ') || 'none'}`);
  return Object.fromEntries(names.map((name) => [name, schemas[name]]));
}
