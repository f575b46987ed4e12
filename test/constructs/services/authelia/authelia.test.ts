import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules as rulesFor } from '../../../../constructs/services/authelia/access.ts';
import { forwardAuth } from '../../../../constructs/web/access.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';

const { manifests, inventory } = town(2);
const security = manifests.in('security');
const env = security.env('authelia');
const text = security.one('ConfigMap', 'authelia-config').data['config_configuration.yml'] as string;
/** The template filter runs before the text is YAML: every expression becomes a word. */
const config = parse(text.replaceAll(/\{\{.*?\}\}/g, 'templated'));

describe('Authelia’s pod', () => {
  test('sees no service links: AUTHELIA_* variables of its own Service would stop it', () => {
    expect(security.pod('authelia').enableServiceLinks).toBe(false);
  });

  test('gives every secret as a file, and none of them a second time in the configuration', () => {
    expect(
      Object.entries(env)
        .filter(([name]) => name.endsWith('_FILE'))
        .sort(),
    ).toEqual([
      ['AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE', '/secrets/authelia-keys.oidc-hmac'],
      ['AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE', '/secrets/authelia-keys.reset-password'],
      ['AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE', '/secrets/authelia-mail.password'],
      ['AUTHELIA_SESSION_REDIS_PASSWORD_FILE', '/secrets/authelia-sessions.password'],
      ['AUTHELIA_SESSION_SECRET_FILE', '/secrets/authelia-keys.session'],
      ['AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE', '/secrets/authelia-keys.storage-encryption'],
    ]);
    expect(config.session).not.toHaveProperty('secret');
    expect(config.session.redis).not.toHaveProperty('password');
    expect(config.storage).not.toHaveProperty('encryption_key');
    expect(config.notifier.smtp).not.toHaveProperty('password');
    expect(config.identity_providers.oidc).not.toHaveProperty('hmac_secret');
  });

  test('reads one configuration file by name, through the template filter', () => {
    expect(env).toMatchObject({
      X_AUTHELIA_CONFIG: '/config/configuration.yml',
      X_AUTHELIA_CONFIG_FILTERS: 'template',
    });
    expect(security.container('authelia').command).toEqual(['authelia']);
  });

  test('runs as 1000 on a read-only root, with its SQLite on a volume and one replica', () => {
    expect(security.container('authelia').securityContext).toMatchObject({
      runAsUser: 1000,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
    });
    expect(security.mounts('authelia')['/state']).toBe('authelia-state');
    expect(security.one('Deployment', 'authelia').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('has the memory of sixteen logins at once, and gives it back below its limit', () => {
    expect(security.container('authelia').resources.limits.memory).toBe('512Mi');
    expect(env.GOMEMLIMIT).toBe('384MiB');
    const users = inventory.secrets.find(({ name }) => name === 'authelia-users');
    expect(users?.keys['users.yml']).toMatchObject({ from: 'given', what: expect.stringContaining('--memory 19456') });
  });

  test('is asked for its health', () => {
    expect(security.container('authelia').readinessProbe.httpGet).toEqual({ path: '/api/health', port: 'http' });
  });

  test('is never asked to guard its own page', () => {
    for (const name of ['authelia', 'authelia-auth-lantern-example']) {
      const middlewares = security.one('IngressRoute', name).spec.routes.flatMap((route: Fields) => route.middlewares);
      expect(middlewares).not.toContainEqual({ name: 'authelia' });
    }
  });
});

describe('Authelia’s configuration', () => {
  test('asks for nothing at its start that the network forbids', () => {
    expect(config.ntp.disable_startup_check).toBe(true);
    expect(config.notifier.disable_startup_check).toBe(true);
    expect(config.server.disable_healthcheck).toBe(true);
  });

  test('has exactly one notifier, one storage, one backend of users', () => {
    expect(Object.keys(config.notifier)).toEqual(['disable_startup_check', 'smtp']);
    expect(Object.keys(config.storage)).toEqual(['local']);
    expect(config.authentication_backend).not.toHaveProperty('ldap');
    expect(config.notifier.smtp.address).toBe('submission://mail.lantern.example:587');
  });

  test('changes no password: the users file is a secret and cannot be written to', () => {
    expect(config.authentication_backend).toMatchObject({
      password_reset: { disable: true },
      password_change: { disable: true },
      file: { path: '/secrets/authelia-users.users.yml' },
    });
  });

  test('keeps its sessions in Valkey', () => {
    expect(config.session.redis).toEqual({ host: 'authelia-sessions.security.svc.cluster.local', port: 6379 });
    expect(security.names('NetworkPolicy')).toContain('authelia-to-authelia-sessions');
  });

  test('has one cookie a zone, whose portal lies in it and is not where a login ends', () => {
    expect(config.session.cookies).toEqual([
      {
        domain: 'harbour.example',
        authelia_url: 'https://auth.harbour.example',
        default_redirection_url: 'https://www.harbour.example',
      },
      {
        domain: 'lantern.example',
        authelia_url: 'https://auth.lantern.example',
        default_redirection_url: 'https://www.lantern.example',
      },
    ]);
  });

  test('leaves an application’s own credentials alone: one strategy, the cookie', () => {
    expect(config.server.endpoints.authz).toEqual({
      'forward-auth': { implementation: 'ForwardAuth', authn_strategies: [{ name: 'CookieSession' }] },
    });
  });

  test('is text that YAML 1.1 and 1.2 read alike, with the key of tokens read as a block', () => {
    expect(text).toContain('key: {{ secret "/secrets/authelia-keys.oidc-issuer.pem" | mindent 10 "|" | msquote }}');
    expect(text).not.toContain('issuer-key-here');
    expect(parse(text.replaceAll(/\{\{.*?\}\}/g, 'templated'), { version: '1.1' })).toEqual(config);
  });
});

describe('access control', () => {
  const { rules, default_policy } = config.access_control;

  test('denies whatever no rule names', () => {
    expect(default_policy).toBe('deny');
  });

  test('has a rule with a subject for every exposure behind forward authentication, and for no other', () => {
    const guarded = inventory.exposures.filter(({ access }) => access.kind === 'forward-auth').map(({ host }) => host);
    const letting = rules.filter(({ subject, policy }: Fields) => subject && policy !== 'deny');
    const ruled = letting.map(({ domain }: Fields) => domain[0]);
    expect(ruled).toEqual(guarded);
    expect(guarded).toEqual(['lab.harbour.example', 'mail.lantern.example', 'shop.harbour.example']);
  });

  test('lets nothing pass without a login: Traefik asks about `/desk/api%3F`, and Authelia would read `/desk/api`', () => {
    const shop = rules.filter(({ domain }: Fields) => domain.includes('shop.harbour.example'));
    expect(shop).toEqual([
      {
        domain: ['shop.harbour.example'],
        resources: ['^/desk([/?].*)?$'],
        subject: ['group:editors', 'group:admins'],
        policy: 'two_factor',
      },
    ]);
    expect(rules.filter(({ policy }: Fields) => policy === 'bypass')).toEqual([]);
  });

  test('lets nobody in by the name of an application’s own account, whatever his groups: it would take him for that', () => {
    const lab = rules.filter(({ domain }: Fields) => domain.includes('lab.harbour.example'));
    // The first rule that fits decides.
    expect(lab).toEqual([
      { domain: ['lab.harbour.example'], subject: ['user:keeper'], policy: 'deny' },
      { domain: ['lab.harbour.example'], subject: ['group:developers'], policy: 'two_factor' },
    ]);
    const users = inventory.secrets.find(({ name }) => name === 'authelia-users');
    expect(users?.keys['users.yml']).toMatchObject({ form: 'yaml', reserved: ['keeper'] });
  });

  test('takes a prefix for a folder, not for the beginning of a word', () => {
    const pattern = new RegExp(rules.find(({ resources }: { resources?: string[] }) => resources)?.resources[0]);
    const prefix = pattern.source.match(/^\^(.*?)\(\[/)?.[1]?.replaceAll('\\', '');
    for (const end of ['', '/', '/deeper', '?a=b']) expect(`${prefix}${end}`).toMatch(pattern);
    for (const end of ['x', '-page']) expect(`${prefix}${end}`).not.toMatch(pattern);
  });

  test('takes what an expression reads otherwise for the character that it is', () => {
    const access = forwardAuth({ groups: ['editors'], paths: ['/a@b/c.d'], reason: 'the rest is for everybody' });
    const [rule] = rulesFor([{ host: 'shop.uyoop.fr', alsoServes: [], access, firstRun: [] }]);
    expect(rule).toMatchObject({ resources: ['^/a@b/c\\.d([/?].*)?$'] });
  });
});

describe('OpenID Connect', () => {
  const { oidc } = config.identity_providers;

  test('knows every exposure that logs in by it, its secret as a digest read from a file', () => {
    const clients = inventory.exposures.filter(({ access }) => access.kind === 'oidc');
    expect(clients.map(({ host }) => host)).toEqual(['grafana.harbour.example', 'cinema.lantern.example']);
    expect(oidc.clients).toHaveLength(clients.length);
    expect(oidc.clients[1]).toMatchObject({
      client_id: 'cinema',
      redirect_uris: ['https://cinema.lantern.example/back'],
      token_endpoint_auth_method: 'client_secret_post',
      scopes: ['openid', 'profile', 'email', 'groups'],
      require_pkce: true,
    });
    expect(text).toContain('client_secret: \'{{ secret "/secrets/authelia-oidc.cinema" }}\'');
  });

  test('makes that digest from the client’s own secret', () => {
    const claim = inventory.secrets.find(({ name }) => name === 'authelia-oidc');
    expect(claim?.keys.cinema).toMatchObject({
      from: 'digest',
      of: { key: 'client-secret', secret: { name: 'cinema-oidc' } },
    });
  });

  test('lets in the groups of the exposure and nobody else', () => {
    expect(oidc.authorization_policies.cinema).toEqual({
      default_policy: 'deny',
      rules: [{ policy: 'two_factor', subject: ['group:users', 'group:admins'] }],
    });
    expect(oidc.clients[1].authorization_policy).toBe('cinema');
  });

  test('puts mail and groups into the token, where clients still look for them', () => {
    expect(oidc.claims_policies[oidc.clients[0].claims_policy].id_token).toEqual([
      'email',
      'groups',
      'name',
      'preferred_username',
    ]);
  });
});

test('the middleware that asks Authelia names its Service and its port, in every namespace alike', () => {
  const asked = manifests.of('Middleware').filter(({ metadata }) => metadata.name === 'authelia');
  const { metadata, spec } = security.one('Service', 'authelia');
  const address = `http://${metadata.name}.${metadata.namespace}.svc.cluster.local:${spec.ports[0].port}/api/authz/forward-auth`;
  expect(asked.length).toBeGreaterThan(0);
  for (const { spec } of asked) {
    expect(spec.forwardAuth).toEqual({
      address,
      trustForwardHeader: true,
      authResponseHeaders: ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'],
      maxResponseBodySize: 8192,
    });
  }
});
