import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { oidc, type Portal, random, Service, type ServiceProps, scratch, type Workload } from '../../index.ts';
import type { Ollama } from '../ollama/ollama.ts';
import { claimed, folders, groups, login, models, offline, people, site } from './config.ts';
import dump from './dump.py';

export interface OpenWebUiProps extends ServiceProps {
  readonly host: Host;
  readonly ollama: Ollama;
}

/**
 * Chats with the lab's models. People log in by OpenID Connect alone, and documents are read with a model of Ollama's, so
 * that it reaches the portal and Ollama and nothing else.
 *
 * @see https://docs.openwebui.com/reference/env-configuration/
 */
export class OpenWebUi extends Service {
  override readonly system = 'Open WebUI';
  // Tokens that it keeps are encrypted with this key, and a new one logs everybody out.
  private readonly app = this.secret('app', {
    key: random(64),
    admin: random(64, { rotate: { never: 'read once, for an account that nobody can log in to' } }),
  });
  private readonly login = this.secret('oidc', { 'client-secret': random(64) })['client-secret'];
  /** Saved with a dump of one moment. */
  private readonly data = this.volume('data', {
    size: '10Gi',
    backup: 'daily',
    dump: {
      workload: 'web',
      command: ['python3', '-c', dump],
    },
  });

  constructor(scope: Construct, id: string, { host, ollama, ...props }: OpenWebUiProps) {
    super(scope, id, props);
    const client = { id, name: 'Open WebUI', secret: this.login, redirectPath: '/oauth/oidc/callback' };
    const reason = 'it logs people in by OpenID Connect itself, and its API takes tokens that cannot follow a portal';
    this.expose(this.web(host, ollama.api), { host, access: oidc({ groups, client, reason }), ...claimed });
  }

  private web(host: Host, api: Workload): Workload {
    const portal = this.portal(host);
    return this.workload('web', {
      image: images.openWebUi,
      // What the image holds belongs to root and is only read: all that it writes is pointed to its volume.
      user: 1000,
      group: 0,
      ports: { http: 8080 },
      env: this.environment(host, api, portal),
      volumes: { '/data': this.data, '/tmp': scratch('512Mi') },
      resources: { cpu: '200m', memory: '768Mi', memoryLimit: '1280Mi' },
      probe: { http: '/health', startupSeconds: 600 },
      reaches: [api, portal.endpoint],
    });
  }

  private environment(host: Host, api: Workload, portal: Portal) {
    return {
      ...offline,
      ...folders,
      ...site(host, this.app.key),
      ...models(api, this.platform.models),
      ...login(portal, this.node.id, this.login),
      ...people(host, this.app.admin),
    };
  }
}
