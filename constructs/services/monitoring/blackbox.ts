import type { Construct } from 'constructs';
import type { Platform } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { ownWeb, probeToken, Service, type Workload, yamlText } from '../../index.ts';
import { mailPages, type ProbeModule } from './metrics/probes.ts';

/**
 * Looks at our public names the way their users do: out to our own public address and back in.
 *
 * @see https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md
 */
export class Blackbox extends Service {
  override readonly system = 'Prometheus';
  readonly web: Workload;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.web = this.workload('web', {
      image: images.blackboxExporter,
      user: 65534,
      args: ['--config.file=/etc/blackbox/blackbox.yml'],
      ports: { http: 9115 },
      files: { '/etc/blackbox/blackbox.yml': yamlText({ modules: modules(this.platform) }) },
      resources: { cpu: '10m', memory: '24Mi', memoryLimit: '64Mi' },
      probe: '/-/healthy',
      reaches: [ownWeb(this.platform), mailPages(this.platform)],
    });
  }
}

/** Redirects are not followed: behind the portal's, the certificate that is read would be the portal's. */
const web = {
  method: 'GET',
  follow_redirects: false,
  fail_if_not_ssl: true,
  preferred_ip_protocol: 'ip4',
  ip_protocol_fallback: false,
} as const;
const answers = [200, 204, 301, 302, 303, 307, 308, 401, 403];
const ip4 = { preferred_ip_protocol: 'ip4', ip_protocol_fallback: false } as const;

const modules = (platform: Platform): Readonly<Record<ProbeModule, object>> => ({
  ...webModules(platform),
  ...mailModules,
});

const webModules = ({ portals }: Platform) => ({
  // 404 is what Traefik says when no route leads anywhere.
  web: webModule({ valid_status_codes: answers }),
  // Whoever is not logged in is sent to the portal: a page instead means that the guard is gone.
  'web-guarded': webModule({
    headers: { Accept: 'text/html' },
    valid_status_codes: [302, 303],
    fail_if_header_not_matches: [{ header: 'Location', regexp: `^https://(${portals.map(escaped).join('|')})/` }],
  }),
  // Past the portal, where the application itself answers.
  'web-behind': webModule({ headers: { Authorization: probeToken }, valid_status_codes: [200] }),
  // A path that mail clients send a POST to: whatever its service says to a GET, it is there.
  'web-partial': webModule({ valid_status_codes: [...answers, 400, 404, 405] }),
});

const webModule = (http: object) => ({ prober: 'http', timeout: '10s', http: { ...web, ...http } });
const escaped = (host: string): string => host.replaceAll('.', '\\.');

const mailModules = {
  smtp: {
    prober: 'tcp',
    timeout: '12s',
    tcp: {
      ...ip4,
      query_response: [
        // The blank: Postfix's postscreen says `220-` first, and bans who speaks before its `220 `.
        { expect: '^220 ' },
        { send: 'EHLO probe\r' },
        { expect: '^250[- ]STARTTLS' },
        { send: 'STARTTLS\r' },
        { expect: '^220' },
        { starttls: true },
        { send: 'EHLO probe\r' },
        { expect: '^250 ' },
        { send: 'QUIT\r' },
      ],
    },
  },
  imaps: {
    prober: 'tcp',
    timeout: '10s',
    tcp: { ...ip4, tls: true, query_response: [{ expect: '^\\* OK' }, { send: 'a1 LOGOUT\r' }] },
  },
};
