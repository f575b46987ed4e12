import { claimOn, isAdded, type Rule, shown, whole } from '../../change/change.ts';
import { type Field, lastKey } from '../../compare/field.ts';

/** Attributes that say who may, and what: more in them is more that somebody may. */
const grants: Readonly<Record<string, readonly string[]>> = {
  vault_policy: ['policy'],
  vault_kubernetes_auth_backend_role: [
    ...['bound_service_account_names', 'bound_service_account_namespaces', 'token_policies'],
  ],
  vault_database_secret_backend_connection: ['allowed_roles'],
  vault_database_secret_backend_role: ['creation_statements'],
  ovh_cloud_project_user: ['role_names'],
  ovh_cloud_project_user_s3_policy: ['policy'],
  gitlab_project_deploy_token: ['scopes'],
};

/** A policy, a role or a token allows more. */
export const widerGrants: Rule = (changed) => {
  const { entity, fields } = changed;
  const names = grants[entity.kind];
  if (!names) return [];
  if (isAdded(changed)) return claimOn(whole(changed), 'is a new grant: read what it allows');
  const wider = fields.filter(
    (field) => names.includes(field.path[0] ?? '') && field.after !== undefined && isWider(field),
  );
  return claimOn(wider, `allows more: ${wider.map(addition).join(', ')}`);
};

/** `deny` takes away, and so does a condition that comes on top. */
const isWider = ({ path, after }: Field): boolean => after !== 'deny' && !path.includes('required_parameters');

/** What comes on top: capabilities on a path of Vault's, an action, a name in a list. */
function addition({ path: [attribute = '', first = ''], after }: Field): string {
  if (attribute !== 'policy') return `${attribute} ${shown(after)}`;
  const { capabilities } = (typeof after === 'object' && after !== null ? after : {}) as { capabilities?: unknown };
  if (Array.isArray(capabilities)) return `${capabilities.join(', ')} on ${first}`;
  return first.includes('/') ? `${shown(after)} on ${first}` : shown(after);
}

/** Tokens that live longer, or are asked for from elsewhere. */
export const longerTokens: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'vault_kubernetes_auth_backend_role') return [];
  const longer = fields.filter(
    (field) => /^token_(max_)?ttl$/.test(lastKey(field)) && (Number(field.after) || Infinity) > Number(field.before),
  );
  return [
    ...claimOn(
      longer,
      `its tokens live longer: ${longer.map(({ before, after }) => `${before} s → ${after === undefined ? 'no end' : `${after} s`}`).join()}`,
    ),
    ...claimOn(
      fields.filter((field) => lastKey(field) === 'audience'),
      'tokens of another audience open it',
    ),
  ];
};
