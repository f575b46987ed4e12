import { block, container, deployment, namespace, other, policy, sealed } from '../pieces.ts';
import { row } from '../row.ts';

const role = (...verbs: readonly string[]) =>
  other('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });
const binding = (...names: readonly string[]) =>
  other('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' },
    subjects: names.map((name) => ({ kind: 'ServiceAccount', name })),
  });
const secured = (securityContext: object) =>
  deployment({
    pod: {
      containers: [container({ securityContext: { ...(container().securityContext as object), ...securityContext } })],
    },
  });
const vault = (policyText: string) => block('vault_policy.web', { name: 'web', policy: policyText }, 'vault');
const read = 'path "secret/data/shop/web" {\n  capabilities = ["read"]\n}\n';
const auth = (body: object) =>
  block(
    'vault_kubernetes_auth_backend_role.web',
    { bound_service_account_names: ['web'], token_ttl: 900, audience: 'vault', ...body },
    'vault',
  );
const s3 = (...Action: readonly string[]) =>
  block(
    'ovh_cloud_project_user_s3_policy.ci',
    {
      policy: JSON.stringify({
        Statement: [{ Sid: 'Objects', Effect: 'Allow', Action, Resource: ['arn:aws:s3:::ci/*'] }],
      }),
    },
    'object-storage',
  );
const level = (name: string) => namespace({ labels: { 'pod-security.kubernetes.io/enforce': name } });
const secretEnv = (...names: readonly string[]) =>
  deployment({
    pod: {
      containers: [
        container({
          env: names.map((name) => ({
            name: name.toUpperCase(),
            valueFrom: { secretKeyRef: { name, key: 'password' } },
          })),
        }),
      ],
    },
  });
const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'default-deny');

export const privilege = [
  row(
    'a role allows a further verb',
    role('get'),
    role('get', 'delete'),
    'privilege Role shop/one: allows more: delete',
  ),
  row('a role allows everything', role('get'), role('*'), 'privilege Role shop/one: allows more: get → *'),
  row(
    'a role is new',
    namespace(),
    [namespace(), role('get', 'list')],
    'privilege Role shop/one: is new: get, list on pods',
  ),
  row(
    'a role is given to another account',
    binding('web'),
    binding('web', 'api'),
    'privilege RoleBinding shop/one: is given to more: ServiceAccount api',
  ),
  row(
    'a binding is new',
    [namespace(), role('get')],
    [namespace(), role('get'), binding('web')],
    'privilege RoleBinding shop/one: is new: ServiceAccount web may do what Role one allows',
  ),
  row(
    'a container is privileged',
    secured({}),
    secured({ privileged: true, allowPrivilegeEscalation: true }),
    'privilege Deployment shop/web: its hardening is relaxed: web: privileged; web: may gain privileges',
    'restart Deployment shop/web: restarts (securityContext): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a container adds a capability',
    secured({}),
    secured({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
    'privilege Deployment shop/web: its hardening is relaxed: web: adds NET_ADMIN',
    'restart Deployment shop/web: restarts (securityContext): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a container may write to its root',
    secured({}),
    secured({ readOnlyRootFilesystem: false }),
    'privilege Deployment shop/web: its hardening is relaxed: web: writes to its root file system',
    'restart Deployment shop/web: restarts (securityContext): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a container runs as root',
    secured({}),
    secured({ runAsNonRoot: false, runAsUser: 0 }),
    'privilege Deployment shop/web: its hardening is relaxed: web: may run as root; web: runAsUser 0',
    'restart Deployment shop/web: restarts (securityContext): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    "a pod shares the machine's network",
    deployment(),
    deployment({ pod: { hostNetwork: true } }),
    'privilege Deployment shop/web: its hardening is relaxed: hostNetwork: true',
    'restart Deployment shop/web: restarts (hostNetwork): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a pod mounts a folder of the machine',
    deployment(),
    deployment({ pod: { volumes: [{ name: 'host', hostPath: { path: '/var/log' } }] } }),
    'privilege Deployment shop/web: its hardening is relaxed: hostPath /var/log; a volume of kind hostPath',
    'restart Deployment shop/web: restarts (volumes): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a pod sees the token of its account',
    deployment(),
    deployment({ pod: { automountServiceAccountToken: true } }),
    'privilege Deployment shop/web: its hardening is relaxed: sees the token of its service account',
    'restart Deployment shop/web: restarts (automountServiceAccountToken): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a pod that is new and soft',
    [namespace(), deny],
    [namespace(), deny, deployment({ pod: { hostPID: true } })],
    'privilege Deployment shop/web: is softer than the default: hostPID: true',
  ),
  row(
    'a pod reads a further Secret',
    secretEnv('one'),
    secretEnv('one', 'two'),
    'privilege Deployment shop/web: reads the Secret shop/two from now on',
    'restart Deployment shop/web: restarts (variable TWO): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'Vault hands a pod a further secret',
    deployment(),
    deployment({ annotations: { 'vault.hashicorp.com/agent-inject-secret-key': 'secret/data/shop/key' } }),
    'privilege Deployment shop/web: is handed secret/data/shop/key by Vault from now on',
    'restart Deployment shop/web: restarts (annotations): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a sealed value opens everywhere',
    sealed({ key: 'Ag' }),
    sealed({ key: 'Ag' }, { annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' } }),
    'privilege SealedSecret shop/web-key: its sealed value opens in other namespaces or under other names too',
  ),
  row(
    'a namespace admits softer pods',
    level('restricted'),
    level('baseline'),
    'privilege Namespace shop: admits softer pods: restricted → baseline',
  ),
  row(
    'a policy of Vault reaches a further path',
    vault(read),
    vault(`${read}\npath "secret/data/shop/*" {\n  capabilities = ["read"]\n}\n`),
    'privilege vault vault_policy.web: allows more: read on secret/data/shop/*',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    'a policy of Vault allows to write',
    vault(read),
    vault(read.replace('"read"', '"read", "update"')),
    'privilege vault vault_policy.web: allows more: update on secret/data/shop/web',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    "a role of Vault's takes a further account",
    auth({}),
    auth({ bound_service_account_names: ['web', 'api'] }),
    'privilege vault vault_kubernetes_auth_backend_role.web: allows more: bound_service_account_names api',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    "a role of Vault's takes tokens of another audience",
    auth({}),
    auth({ audience: 'everybody' }),
    'privilege vault vault_kubernetes_auth_backend_role.web: tokens of another audience open it',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    "tokens of a role of Vault's live longer",
    auth({}),
    auth({ token_ttl: 86_400 }),
    'privilege vault vault_kubernetes_auth_backend_role.web: its tokens live longer: 900 s → 86400 s',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    'a key of a bucket allows to delete',
    s3('s3:GetObject'),
    s3('s3:GetObject', 's3:DeleteObject'),
    'privilege object-storage ovh_cloud_project_user_s3_policy.ci: allows more: s3:DeleteObject',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'a key of a bucket is new',
    block('ovh_cloud_project_user.owner', {}, 'object-storage'),
    [block('ovh_cloud_project_user.owner', {}, 'object-storage'), s3('s3:GetObject')],
    'privilege object-storage ovh_cloud_project_user_s3_policy.ci: is a new grant: read what it allows',
    'hands stack object-storage: terraform apply: 1 to add',
  ),
];
