import {
  type Exposure,
  fileOf,
  given,
  type Mailbox,
  random,
  rsaKey,
  type SecretReference,
  type Valkey,
} from '../../index.ts';

/** What it signs, encrypts and remembers by. */
export const ownKeys = {
  session: random(64),
  'storage-encryption': random(64, {
    rotate: { never: "it encrypts Authelia's database: change the key there first" },
  }),
  'reset-password': random(64),
  'oidc-hmac': random(64),
  'oidc-issuer.pem': rsaKey(),
} as const;

/**
 * Every login that runs takes what its digest says: 64 MiB by the command's default.
 *
 * @param exposures whose applications have accounts of their own: nobody else may bear such a name
 */
export function usersFile(exposures: readonly Exposure[]) {
  const own = exposures.flatMap(({ access }) => (access.kind === 'forward-auth' ? (access.ownAccounts ?? []) : []));
  return given(
    'Authelia users file: names, mails, groups, digests of `authelia crypto hash generate argon2 --memory 19456 --iterations 2 --parallelism 1`',
    { form: 'yaml', reserved: [...new Set(own)] },
  );
}

type Keys = Readonly<Record<keyof typeof ownKeys, SecretReference>>;

/** @param provider whether anybody logs in by OpenID Connect: one variable of it makes Authelia ask for all the rest */
export function environment(keys: Keys, sessions: Valkey, mailbox: Mailbox, provider: boolean) {
  return {
    X_AUTHELIA_CONFIG: '/config/configuration.yml',
    X_AUTHELIA_CONFIG_FILTERS: 'template',
    // Without it Go keeps the memory of logins that are over, up to twice what it needs.
    GOMEMLIMIT: '384MiB',
    AUTHELIA_SESSION_SECRET_FILE: fileOf(keys.session),
    AUTHELIA_SESSION_REDIS_PASSWORD_FILE: fileOf(sessions.password),
    AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: fileOf(keys['storage-encryption']),
    AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE: fileOf(mailbox.password),
    AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE: fileOf(keys['reset-password']),
    ...(provider && { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: fileOf(keys['oidc-hmac']) }),
  };
}
