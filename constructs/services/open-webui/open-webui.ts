import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { type Group, oidc, random, Service, type ServiceProps } from '../../index.ts';
import type { Ollama } from '../ollama/ollama.ts';

export interface OpenWebUiProps extends ServiceProps {
  readonly host: Host;
  readonly ollama: Ollama;
}

const groups: readonly Group[] = ['users', 'developers', 'admins'];

/** The settings that decide what it talks to: Ollama for chats and for documents, nobody else. */
const offline = {
  OFFLINE_MODE: 'True',
  HF_HUB_OFFLINE: '1',
  ENABLE_VERSION_UPDATE_CHECK: 'False',
  ENABLE_OPENAI_API: 'False',
  ENABLE_WEB_SEARCH: 'False',
  ENABLE_COMMUNITY_SHARING: 'False',
} as const;

/** The database as text, of one moment. */
const dump = `import sqlite3
db = sqlite3.connect('file:/data/webui.db?mode=ro', uri=True, isolation_level=None)
db.execute('begin')
for line in db.iterdump(): print(line)`;

/**
 * Chats with the lab's models. People log in by OpenID Connect alone, and documents are read with a model of Ollama's, so
 * that it reaches the portal and Ollama and nothing else.
 *
 * @see https://docs.openwebui.com/reference/env-configuration/
 */
export class OpenWebUi extends Service {
  constructor(scope: Construct, id: string, props: OpenWebUiProps) {
    super(scope, id, props);
    const portal = this.portal(props.host);
    const { api } = props.ollama;
    const ollama = `http://${api.host}:${api.port}`;
    // Tokens that it keeps are encrypted with this key, and a new one logs everybody out.
    const app = this.secret('app', {
      key: random(64),
      admin: random(64, { rotate: { never: 'read once, for an account that nobody can log in to' } }),
    });
    const login = this.secret('oidc', { 'client-secret': random(64) });
    const pod = { 'app.kubernetes.io/name': id, 'app.kubernetes.io/component': 'web' };
    const data = this.volume('data', {
      size: '10Gi',
      backup: 'daily',
      dump: { pod, command: ['python3', '-c', dump] },
    });

    const web = this.workload('web', {
      image: images.openWebUi,
      // What the image holds belongs to root and is only read: all that it writes is pointed to its volume.
      user: 1000,
      group: 0,
      ports: { http: 8080 },
      env: {
        ...offline,
        // Not the default: that folder of the image holds what it needs offline, and a volume there would hide it.
        DATA_DIR: '/data',
        HOME: '/data',
        STATIC_DIR: '/data/static',
        WEBUI_URL: `https://${props.host}`,
        CORS_ALLOW_ORIGIN: `https://${props.host}`,
        WEBUI_SECRET_KEY: app.key,
        WEBUI_SESSION_COOKIE_SECURE: 'True',
        // Otherwise the environment counts at the first start alone, and later what somebody clicked.
        ENABLE_PERSISTENT_CONFIG: 'False',
        ENABLE_OAUTH_PERSISTENT_CONFIG: 'False',
        OLLAMA_BASE_URL: ollama,
        RAG_EMBEDDING_ENGINE: 'ollama',
        RAG_EMBEDDING_MODEL: this.platform.models.embedding,
        RAG_OLLAMA_BASE_URL: ollama,
        ENABLE_LOGIN_FORM: 'False',
        ENABLE_SIGNUP: 'False',
        ENABLE_OAUTH_SIGNUP: 'True',
        OAUTH_PROVIDER_NAME: 'Authelia',
        OPENID_PROVIDER_URL: portal.discovery,
        OAUTH_CLIENT_ID: id,
        OAUTH_CLIENT_SECRET: login['client-secret'],
        OAUTH_SCOPES: 'openid email profile groups',
        OAUTH_CODE_CHALLENGE_METHOD: 'S256',
        // The first user is its administrator whatever Authelia says of him: that is nobody, and no password is taken.
        ENABLE_PASSWORD_AUTH: 'False',
        WEBUI_ADMIN_EMAIL: `nobody@${props.host}`,
        WEBUI_ADMIN_PASSWORD: app.admin,
        // Of everybody else Authelia says who is who.
        ENABLE_OAUTH_ROLE_MANAGEMENT: 'True',
        OAUTH_ROLES_CLAIM: 'groups',
        OAUTH_ALLOWED_ROLES: groups.join(','),
        OAUTH_ADMIN_ROLES: 'admins',
      },
      volumes: { '/data': data, '/tmp': { scratch: '512Mi' } },
      resources: { cpu: '200m', memory: '768Mi', memoryLimit: '1280Mi' },
      probe: { http: '/health', startupSeconds: 600 },
      reaches: [api, portal.endpoint],
    });

    this.expose(web, {
      host: props.host,
      access: oidc({
        groups,
        client: {
          id,
          name: 'Open WebUI',
          secret: login['client-secret'],
          redirectPath: '/oauth/oidc/callback',
        },
        reason: 'it logs people in by OpenID Connect itself, and its API takes tokens that cannot follow a portal',
      }),
    });
  }
}
