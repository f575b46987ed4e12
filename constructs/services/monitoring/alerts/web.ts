import type { Platform } from '../../../../platform/types.ts';
import type { Inventory } from '../../../index.ts';
import { mailProbes, type ProbeModule, type ProbeTarget, webProbes } from '../metrics/probes.ts';
import { series } from '../metrics/promql.ts';
import { day } from '../metrics/selections.ts';
import { type Alert, orAbsent, type RuleGroup } from './alert.ts';

/** Each public name and each mail port has its probe's alert and its certificate's. */
export function webAlerts(platform: Platform, { exposures }: Inventory): readonly RuleGroup[] {
  return [
    { name: 'exposures', rules: webProbes(exposures).flatMap(alertsOf) },
    { name: 'mail-ports', rules: mailProbes(platform).flatMap(alertsOf) },
  ];
}

/** Past the portal the certificate is the one before it. */
function alertsOf(probe: ProbeTarget): readonly Alert[] {
  return probe.module === 'web-behind' ? [down(probe)] : [down(probe), expiring(probe)];
}

const place = ({ host, namespace, service, machine }: ProbeTarget) => ({ host, namespace, service, machine });

function down(probe: ProbeTarget): Alert {
  const { target, namespace, module } = probe;
  const success = series('probe_success', { job: 'blackbox', instance: target });
  const web = module.startsWith('web');
  return {
    name: web ? 'ExposureDown' : 'MailPortDown',
    expr: orAbsent(`${success} == 0`, success),
    for: '5m',
    severity: 'critical',
    summary: `${target} does not answer as its users expect.`,
    action: actions[module](namespace),
    labels: { ...place(probe), instance: target },
  };
}

const mailAction = () =>
  'docker compose ps on the mail machine shows which of its containers is down; then look at DNS and the firewall.';
const webAction = (namespace: string) =>
  `Open it in a browser. 404: its route; 502 to 504: the pods in ${namespace}; no TLS: its certificate; nothing at all: DNS or Traefik.`;

/** What to do, by how it was asked. */
const actions: Readonly<Record<ProbeModule, (namespace: string) => string>> = {
  web: webAction,
  'web-partial': webAction,
  'web-guarded': (namespace) =>
    `Open it in a private window. A page instead of the portal: the guard is gone, shut the route in ${namespace} first. Else the portal, TLS or Traefik.`,
  'web-behind': (namespace) =>
    `The portal may stand, and the application behind it does not answer: look at the pods in ${namespace}.`,
  smtp: mailAction,
  imaps: mailAction,
};

/** Let's Encrypt's certificates are renewed with a third of their life left: 30 days of 90, 15 of 45. */
function expiring(probe: ProbeTarget): Alert {
  const { target, namespace } = probe;
  const expiry = series('probe_ssl_earliest_cert_expiry', { job: 'blackbox', instance: target });
  return {
    name: 'CertificateExpires',
    expr: `${expiry} - time() < ${10 * day}`,
    for: '1h',
    severity: 'warning',
    summary: `The certificate of ${target} ends in {{ $value | humanizeDuration }} and was not renewed.`,
    action: `kubectl -n ${namespace} describe certificate,challenge tells why. For mail, the host layer copies it to Mailcow: is the copy old?`,
    labels: { ...place(probe), instance: target },
  };
}
