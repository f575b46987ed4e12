import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { fileOf, oidc, random, type SecretReference, Service, scratch, type Workload } from '../../index.ts';
import { provisioned } from './grafana-files.ts';
import { client, loginBy, quiet } from './grafana-settings.ts';
import { platformDashboard } from './platform-dashboard.ts';
import type { Prometheus } from './prometheus.ts';

export interface GrafanaProps {
  readonly host: Host;
  readonly prometheus: Prometheus;
  readonly alertmanager: Workload;
  readonly loki?: Workload;
}

/**
 * The one way to look at measurements, alerts and logs. Everything in it comes from files and people come from Authelia,
 * so that its database may vanish with its pod: after a restart everybody logs in again.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export class Grafana extends Service {
  override readonly system = 'Grafana';

  constructor(scope: Construct, id: string, { host, prometheus, ...others }: GrafanaProps) {
    super(scope, id);
    const portal = this.portal(host);
    const keys = this.secret('keys', { 'secret-key': random() });
    const login = this.secret('oidc', { 'client-secret': random(64) });
    const sources = { prometheus: prometheus.web, ...others };
    const web = this.workload('web', {
      ...program,
      env: {
        ...quiet,
        ...loginBy(portal),
        GF_SERVER_ROOT_URL: `https://${host}`,
        GF_SECURITY_SECRET_KEY__FILE: fileOf(keys['secret-key']),
        GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE: fileOf(login['client-secret']),
      },
      files: provisioned(sources, () => platformDashboard(prometheus.kinds, this.platform)),
      reaches: [...Object.values(sources).flatMap((source) => source ?? []), portal.endpoint],
    });
    this.expose(web, { host, access: byRole(login['client-secret']), claimedBy });
  }
}

const program = {
  image: images.grafana,
  user: 472,
  ports: { http: 3000 },
  volumes: { '/var/lib/grafana': scratch('256Mi') },
  resources: { cpu: '50m', memory: '128Mi', memoryLimit: '384Mi' },
  probe: '/api/health',
} as const;

const claimedBy = 'nobody: it makes no first account and takes no password; administrators are those of Authelia';

const byRole = (secret: SecretReference) =>
  oidc({
    groups: ['admins', 'developers'],
    client: { ...client, secret },
    reason: 'Grafana gives each person a role by his groups, which it learns from OpenID Connect alone',
  });
