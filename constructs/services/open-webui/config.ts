import type { Host, Platform } from '../../../platform/types.ts';
import type { Group, Portal, SecretReference, Workload } from '../../index.ts';

/** Who may log in. */
export const groups: readonly Group[] = ['users', 'developers', 'admins'];

/** The settings that decide what it talks to: Ollama for chats and for documents, nobody else. */
export const offline = {
  OFFLINE_MODE: 'True',
  HF_HUB_OFFLINE: '1',
  ENABLE_VERSION_UPDATE_CHECK: 'False',
  ENABLE_OPENAI_API: 'False',
  ENABLE_WEB_SEARCH: 'False',
  ENABLE_COMMUNITY_SHARING: 'False',
} as const;

/** Where it writes. Not the default: that folder of the image holds what it needs offline, and a volume there would hide it. */
export const folders = { DATA_DIR: '/data', HOME: '/data', STATIC_DIR: '/data/static' } as const;

export function site(host: Host, key: SecretReference) {
  return {
    WEBUI_URL: `https://${host}`,
    CORS_ALLOW_ORIGIN: `https://${host}`,
    WEBUI_SECRET_KEY: key,
    WEBUI_SESSION_COOKIE_SECURE: 'True',
    // Otherwise the environment counts at the first start alone, and later what somebody clicked.
    ENABLE_PERSISTENT_CONFIG: 'False',
    ENABLE_OAUTH_PERSISTENT_CONFIG: 'False',
  };
}

/**
 * It chats with Ollama's models, and reads documents with another one of them. Whoever may log in may ask each of them: else
 * nobody but administrators sees a model before one of them has clicked a right for it, model by model.
 */
export function models({ host, port }: Workload, { chat, embedding }: Platform['models']) {
  const ollama = `http://${host}:${port}`;
  return {
    OLLAMA_BASE_URL: ollama,
    BYPASS_MODEL_ACCESS_CONTROL: 'True',
    ...(chat[0] && { DEFAULT_MODELS: chat[0] }),
    RAG_EMBEDDING_ENGINE: 'ollama',
    RAG_EMBEDDING_MODEL: embedding,
    RAG_OLLAMA_BASE_URL: ollama,
  };
}

/** OpenID Connect, and no other way in. */
export function login(portal: Portal, client: string, secret: SecretReference) {
  return {
    ENABLE_LOGIN_FORM: 'False',
    ENABLE_SIGNUP: 'False',
    ENABLE_OAUTH_SIGNUP: 'True',
    OAUTH_PROVIDER_NAME: 'Authelia',
    OPENID_PROVIDER_URL: portal.discovery,
    OAUTH_CLIENT_ID: client,
    OAUTH_CLIENT_SECRET: secret,
    OAUTH_SCOPES: 'openid email profile groups',
    OAUTH_CODE_CHALLENGE_METHOD: 'S256',
  };
}

/** Its own sign-up makes the first who comes its administrator; it is off, and not served either. */
export const claimed = {
  claimedBy: 'an account that nobody can log in to, made at its first start; administrators are those of Authelia',
  firstRun: ['/api/v1/auths/signup'],
} as const;

/** The first user is its administrator whatever Authelia says of him: that is nobody. Of everybody else Authelia says who is who. */
export function people(host: Host, nobody: SecretReference) {
  return {
    ENABLE_PASSWORD_AUTH: 'False',
    WEBUI_ADMIN_EMAIL: `nobody@${host}`,
    WEBUI_ADMIN_PASSWORD: nobody,
    ENABLE_OAUTH_ROLE_MANAGEMENT: 'True',
    OAUTH_ROLES_CLAIM: 'groups',
    OAUTH_ALLOWED_ROLES: groups.join(','),
    OAUTH_ADMIN_ROLES: 'admins',
  };
}
