import type { Platform } from '../../../../platform/types.ts';
import type { Inventory } from '../../../index.ts';
import { mailProbes, type ProbeTarget, webProbes } from '../metrics/probes.ts';
import { series } from '../metrics/promql.ts';
import { day } from '../metrics/selections.ts';
import { type Alert, orAbsent, type RuleGroup } from './alert.ts';

/** Each public name and each mail port has its probe's alert and its certificate's. */
export function webAlerts(platform: Platform, { exposures }: Inventory): readonly RuleGroup[] {
  return [
    { name: 'exposures', rules: webProbes(exposures).flatMap((probe) => [down(probe), expiring(probe)]) },
    { name: 'mail-ports', rules: mailProbes(platform).flatMap((probe) => [down(probe), expiring(probe)]) },
  ];
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
    action: web
      ? `Open it in a browser. 404: its route; 502 to 504: the pods in ${namespace}; no TLS: its certificate; nothing at all: DNS or Traefik.`
      : 'docker compose ps on the mail machine shows which of its containers is down; then look at DNS and the firewall.',
    labels: { ...place(probe), instance: target },
  };
}

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
