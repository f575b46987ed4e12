import { expect, test } from 'vitest';
import { type VaultAnnotationsProps, type VaultFile, vaultAnnotations } from '../../constructs/vault-annotations.ts';

const file: Required<VaultFile> = {
  path: 'secret/data/shop',
  template: '{{ unused }}',
  file: 'shop.password',
  mode: '0400',
  command: 'kill -HUP 1',
  templateFile: '/templates/shop',
  volumePath: '/elsewhere',
  errorOnMissingKey: true,
};

const everything: Required<VaultAnnotationsProps> = {
  role: 'plot-shop',
  secrets: { app: file },
  volumePath: '/secrets',
  prePopulate: true,
  prePopulateOnly: true,
  initFirst: true,
  containers: ['web', 'worker'],
  defaultTemplate: 'json',
  preserveSecretCase: true,
  authPath: 'auth/kubernetes',
  authType: 'kubernetes',
  authConfig: { 'token-path': '/token' },
  service: 'http://vault.security:8200',
  namespace: 'team',
  tlsSecret: 'vault-ca',
  tlsServerName: 'vault',
  tlsSkipVerify: false,
  caCert: '/ca.pem',
  clientTimeout: '10s',
  clientMaxRetries: 3,
  runAsUser: 1000,
  runAsGroup: 1001,
  runAsSameUser: false,
  setSecurityContext: true,
  shareProcessNamespace: false,
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { cpu: '1', memory: '96Mi' },
  cache: { enable: true, useAutoAuthToken: true, exitOnError: true },
  staticSecretRenderInterval: '5m',
  exitOnRetryFailure: true,
  revokeOnShutdown: true,
  revokeGraceSeconds: 5,
  logLevel: 'info',
  logFormat: 'json',
  image: 'hashicorp/vault:2.0.4',
  copyVolumeMounts: 'web',
  injectToken: false,
  tokenVolume: 'vault-token',
};

test('every property is an annotation that the injector reads', () => {
  const annotations = vaultAnnotations(everything);
  const short = Object.entries(annotations).map(([name, value]) => [name.replace('vault.hashicorp.com/', ''), value]);
  expect(Object.fromEntries(short)).toEqual({
    'agent-inject': 'true',
    role: 'plot-shop',
    'secret-volume-path': '/secrets',
    'agent-pre-populate': 'true',
    'agent-pre-populate-only': 'true',
    'agent-init-first': 'true',
    'agent-inject-containers': 'web,worker',
    'agent-inject-default-template': 'json',
    'preserve-secret-case': 'true',
    'agent-image': 'hashicorp/vault:2.0.4',
    'agent-copy-volume-mounts': 'web',
    'agent-inject-token': 'false',
    'agent-service-account-token-volume-name': 'vault-token',
    'agent-cache-enable': 'true',
    'agent-cache-use-auto-auth-token': 'true',
    'agent-cache-exit-on-err': 'true',
    'template-static-secret-render-interval': '5m',
    'template-config-exit-on-retry-failure': 'true',
    'agent-revoke-on-shutdown': 'true',
    'agent-revoke-grace': '5',
    'auth-path': 'auth/kubernetes',
    'auth-type': 'kubernetes',
    'auth-config-token-path': '/token',
    service: 'http://vault.security:8200',
    namespace: 'team',
    'tls-secret': 'vault-ca',
    'tls-server-name': 'vault',
    'tls-skip-verify': 'false',
    'ca-cert': '/ca.pem',
    'client-timeout': '10s',
    'client-max-retries': '3',
    'agent-run-as-user': '1000',
    'agent-run-as-group': '1001',
    'agent-run-as-same-user': 'false',
    'agent-set-security-context': 'true',
    'agent-share-process-namespace': 'false',
    'agent-requests-cpu': '10m',
    'agent-requests-mem': '32Mi',
    'agent-limits-cpu': '1',
    'agent-limits-mem': '96Mi',
    'log-level': 'info',
    'log-format': 'json',
    'agent-inject-secret-app': 'secret/data/shop',
    'agent-inject-template-file-app': '/templates/shop',
    'agent-inject-file-app': 'shop.password',
    'agent-inject-perms-app': '0400',
    'agent-inject-command-app': 'kill -HUP 1',
    'secret-volume-path-app': '/elsewhere',
    'error-on-missing-key-app': 'true',
  });
});

test('what is not said is not written, so that the injector’s own default holds', () => {
  const { path, template, file: name } = file;
  expect(vaultAnnotations({ role: 'r', secrets: { app: { path, template, file: name } } })).toEqual({
    'vault.hashicorp.com/agent-inject': 'true',
    'vault.hashicorp.com/role': 'r',
    'vault.hashicorp.com/agent-inject-secret-app': path,
    'vault.hashicorp.com/agent-inject-template-app': template,
    'vault.hashicorp.com/agent-inject-file-app': name,
  });
});

test('the longest name fits the 63 characters of an annotation, and one more does not', () => {
  const named = (length: number) => vaultAnnotations({ role: 'r', secrets: { ['a'.repeat(length)]: file } });
  const longest = Math.max(...Object.keys(named(36)).map((name) => name.split('/')[1]?.length ?? 0));
  expect(longest).toBe(63);
  expect(() => named(37)).toThrow(/must be at most 36 lower case letters/);
});

test('a name that the injector would change is refused', () => {
  for (const name of ['App', 'a_b', '-a', 'a-']) {
    expect(() => vaultAnnotations({ role: 'r', secrets: { [name]: file } })).toThrow(`Vault secret name '${name}'`);
  }
});
