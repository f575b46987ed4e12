import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Ollama } from '../../../../constructs/services/ollama/ollama.ts';
import { OpenWebUi } from '../../../../constructs/services/open-webui/open-webui.ts';
import type { Platform } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';
import { fixture, host } from '../../../support/platform.ts';
import { free, wayTo } from '../../../support/way.ts';

const models = (changes: Partial<Platform>) =>
  alone(
    'lab',
    'dev',
    (chart) => {
      const ollama = new Ollama(chart, 'ollama');
      new OpenWebUi(chart, 'open-webui', { host: host('chat.harbour.example'), ollama });
    },
    changes,
  );
const { manifests, inventory } = models({ phase: 3 });
const lab = manifests.in('lab');
const reached = (name: string) => inventory.edges.filter(({ from }) => from.name === name).map(({ to }) => to.name);

describe('Ollama', () => {
  const env = lab.env('ollama');

  test('answers Open WebUI and nobody else: it knows no login', () => {
    const callers = inventory.edges.filter(({ to }) => to.name === 'ollama').map(({ from }) => from.name);
    expect(callers).toEqual(['open-webui']);
    expect(lab.names('IngressRoute')).toEqual(['open-webui']);
  });

  test('reaches nothing at all; only what pulls its models reaches the web', () => {
    expect(reached('ollama')).toEqual([]);
    expect(reached('ollama-models')).toEqual(['internet-https']);
    expect(env.OLLAMA_NO_CLOUD).toBe('1');
  });

  test('is not root: its models lie on a volume, and its home can be written to', () => {
    expect(lab.container('ollama').securityContext).toMatchObject({ runAsUser: 1000, readOnlyRootFilesystem: true });
    expect(env).toMatchObject({ HOME: '/tmp', OLLAMA_MODELS: '/models', OLLAMA_HOST: '0.0.0.0:11434' });
    expect(lab.mounts('ollama')['/models']).toBe('ollama-models');
  });

  test('has a memory limit, and one model in memory at a time', () => {
    expect(lab.container('ollama').resources.limits.memory).toBe('3584Mi');
    expect(env).toMatchObject({ OLLAMA_MAX_LOADED_MODELS: '1', OLLAMA_NUM_PARALLEL: '1' });
  });

  test('keeps 256 MiB of prompts beside its model: its child would keep 8 GiB by default', () => {
    expect(env.LLAMA_ARG_CACHE_RAM).toBe('256');
    // Weights of 3 billion parameters in four bits, 4096 places of context, and what computing takes.
    const [weights, context, computing] = [1.9 * 1024, 448, 410];
    expect(weights + context + computing + 256).toBeLessThan(0.9 * 3584);
    expect(lab.env('ollama-models').LLAMA_ARG_CACHE_RAM).toBe('0');
  });

  test('is not saved, with the reason', () => {
    const [claim] = inventory.backups.filter(({ volume }) => volume === 'ollama-models');
    expect(claim?.backup).toEqual({ none: 'models are pulled again by their names' });
  });

  test('throws nothing away at its start that the puller is just bringing', () => {
    expect([env.OLLAMA_NOPRUNE, lab.env('ollama-models').OLLAMA_NOPRUNE]).toEqual(['1', '1']);
  });
});

describe('the models', () => {
  test('are those that the platform names, once each', () => {
    expect(lab.env('ollama-models').MODELS).toBe('parrot:1b gull:v1');
    const twice = { chat: ['a:1', 'b:2', 'a:1'], embedding: 'b:2' } as const;
    const later = models({ phase: 2, models: twice }).manifests;
    expect(later.env('ollama-models').MODELS).toBe('a:1 b:2');
  });

  test('come by a CronJob: a Job could not change when the list does', () => {
    expect(lab.names('CronJob')).toEqual(['ollama-models']);
    expect(lab.of('Job')).toEqual([]);
    // A server of its own on the same volume and machine: who is asked to pull pulls himself.
    expect(lab.env('ollama-models').OLLAMA_HOST).toBe('127.0.0.1:11434');
    expect(lab.pod('ollama-models').nodeSelector).toEqual(lab.pod('ollama').nodeSelector);
  });

  /** Runs the script against an Ollama that has `present`, and for which `broken` cannot be pulled. */
  function run(models: string, present: readonly string[], broken: string) {
    const folder = mkdtempSync(join(tmpdir(), 'ollama-'));
    const log = join(folder, 'log');
    const stub = `#!/bin/bash
case "$1" in
  serve) exec sleep 60 ;;
  list) echo 'NAME ID SIZE MODIFIED'; printf '%s abc 2GB now\\n' ${present.join(' ')} ;;
  *) echo "$1 $2" >>'${log}'; [ "$2" != '${broken}' ] ;;
esac
`;
    writeFileSync(join(folder, 'ollama'), stub);
    chmodSync(join(folder, 'ollama'), 0o755);
    writeFileSync(log, '');
    const script = join(folder, 'models.sh');
    writeFileSync(script, lab.one('ConfigMap', 'ollama-models-config').data['scripts_models.sh']);
    const env = { PATH: `${folder}:${process.env.PATH}`, MODELS: models };
    let status = 0;
    try {
      execFileSync('bash', [script], { env, stdio: 'pipe' });
    } catch (error) {
      status = (error as { status: number }).status;
    }
    return { status, did: readFileSync(log, 'utf8').trim().split('\n') };
  }

  test('are pulled when they are missing, removed when nobody names them, and otherwise left alone', () => {
    expect(run('a:1 b:2', ['b:2', 'old:1'], '')).toEqual({ status: 0, did: ['pull a:1', 'rm old:1'] });
  });

  test('do not wait for one that cannot be pulled, and the job still fails', () => {
    expect(run('broken:1 b:2', ['c:3'], 'broken:1')).toEqual({
      status: 1,
      did: ['pull broken:1', 'pull b:2', 'rm c:3'],
    });
  });
});

describe('Open WebUI', () => {
  const env = lab.env('open-webui');

  test('has a key that lasts: with a new one everybody is logged out and its tokens are lost', () => {
    expect(env.WEBUI_SECRET_KEY).toBe('open-webui-app/key');
  });

  test('is set by its environment at every start, not by what was clicked once', () => {
    expect(env).toMatchObject({ ENABLE_PERSISTENT_CONFIG: 'False', ENABLE_OAUTH_PERSISTENT_CONFIG: 'False' });
  });

  test('makes no stranger its administrator: its own sign-up is off, and not served', () => {
    const route = lab.one('IngressRoute', 'open-webui');
    for (const path of ['/api/v1/auths/signup', '/api/v1/auths/signup/', '/api/v1//auths/signup'])
      expect(wayTo(path, route)).toBeUndefined();
    expect(wayTo('/api/v1/auths/', route)).toEqual(free);
  });

  test('shows its models to everybody who may log in, without a right that somebody must click first', () => {
    expect(env.BYPASS_MODEL_ACCESS_CONTROL).toBe('True');
    expect(env.DEFAULT_MODELS).toBe('parrot:1b');
  });

  test('logs people in by OpenID Connect alone: with the login form on, that fails', () => {
    expect(env).toMatchObject({
      WEBUI_URL: 'https://chat.harbour.example',
      ENABLE_LOGIN_FORM: 'False',
      ENABLE_SIGNUP: 'False',
      ENABLE_OAUTH_SIGNUP: 'True',
      OPENID_PROVIDER_URL: 'https://auth.harbour.example/.well-known/openid-configuration',
      OAUTH_CLIENT_SECRET: 'open-webui-oidc/client-secret',
      OAUTH_CODE_CHALLENGE_METHOD: 'S256',
    });
    expect(env).not.toHaveProperty('OAUTH_MERGE_ACCOUNTS_BY_EMAIL');
    const [exposure] = inventory.exposures;
    expect(exposure?.access).toMatchObject({ kind: 'oidc', client: { redirectPath: '/oauth/oidc/callback' } });
  });

  test('has an administrator before anybody logs in, who is nobody: the first user is it whatever his groups', () => {
    expect(env).toMatchObject({
      WEBUI_ADMIN_EMAIL: 'nobody@chat.harbour.example',
      WEBUI_ADMIN_PASSWORD: 'open-webui-app/admin',
      ENABLE_PASSWORD_AUTH: 'False',
    });
    // It hashes with bcrypt, which takes no more than 72 bytes.
    const claim = inventory.secrets.find(({ name }) => name === 'open-webui-app');
    expect(claim?.keys.admin).toMatchObject({ from: 'random', length: 64 });
  });

  test('learns from Authelia who else administers it', () => {
    expect(env).toMatchObject({
      ENABLE_OAUTH_ROLE_MANAGEMENT: 'True',
      OAUTH_ROLES_CLAIM: 'groups',
      OAUTH_ALLOWED_ROLES: 'users,developers,admins',
      OAUTH_ADMIN_ROLES: 'admins',
    });
    expect(env.OAUTH_SCOPES).toContain('groups');
  });

  test('talks to Ollama and the portal alone; documents are read with a model of Ollama’s, not of Hugging Face', () => {
    expect(reached('open-webui')).toEqual(['ollama', 'traefik']);
    const ollama = 'http://ollama.lab.svc.cluster.local:11434';
    expect(env).toMatchObject({
      OLLAMA_BASE_URL: ollama,
      RAG_OLLAMA_BASE_URL: ollama,
      RAG_EMBEDDING_ENGINE: 'ollama',
      RAG_EMBEDDING_MODEL: fixture.models.embedding,
      OFFLINE_MODE: 'True',
      HF_HUB_OFFLINE: '1',
      ENABLE_OPENAI_API: 'False',
    });
  });

  test('is not root, its root is read-only, and all that it writes is on its volume', () => {
    expect(lab.container('open-webui').securityContext).toMatchObject({
      runAsUser: 1000,
      runAsGroup: 0,
      readOnlyRootFilesystem: true,
    });
    expect(env).toMatchObject({ DATA_DIR: '/data', HOME: '/data', STATIC_DIR: '/data/static' });
    expect(lab.mounts('open-webui')['/data']).toBe('open-webui-data');
    expect(lab.container('open-webui').resources.limits.memory).toBe('1280Mi');
  });

  test('hides nothing of its image, whose folder of data holds the models that it hears with', () => {
    expect(Object.keys(lab.mounts('open-webui')).filter((path) => path.startsWith('/app'))).toEqual([]);
  });

  test('is saved with a dump of one moment', () => {
    const [claim] = inventory.backups.filter(({ volume }) => volume === 'open-webui-data');
    expect(claim?.backup).toBe('daily');
    expect(claim?.dump?.command.at(-1)).toContain(`file:${env.DATA_DIR}/webui.db`);
    expect(claim?.dump?.command.at(-1)).toContain("db.execute('begin')");
  });
});
