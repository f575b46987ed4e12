/*
 * Fields: IngressRoute spec.tls.secretName and hosts of spec.routes[*].match; Certificate spec.secretName and .dnsNames.
 * Allowed: a Certificate of the same namespace that keeps the Secret and names every host, a wildcard one label deep. A
 * route of the plain entry point `web` needs none.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { certificates, type WrittenCertificate } from '../../reading/certificates.ts';
import { hostsOf } from '../../reading/route-match.ts';
import { type IngressRoute, ingressRoutes } from '../../reading/routes.ts';

const cure = 'write a Certificate with this secretName and all hosts, in the same namespace';

export default wholeCheck('hosts whose certificate nobody makes or renews', (model) => {
  const bySecret = new Map(certificates(model).map((certificate) => [certificate.secret, certificate]));
  return ingressRoutes(model).flatMap((route) => uncertified(route, bySecret));
});

function uncertified(route: IngressRoute, bySecret: ReadonlyMap<string, WrittenCertificate>): readonly Letter[] {
  const { path, namespace, entryPoints, tls, secretName } = route;
  if (entryPoints.length === 1 && entryPoints[0] === 'web' && !tls) return [];
  const secret = `${namespace}/${secretName}`;
  const certificate = secretName === undefined ? undefined : bySecret.get(secret);
  const hosts = new Set(route.rules.flatMap(({ alternatives }) => alternatives.flatMap((one) => hostsOf(one) ?? [])));
  if (!certificate) {
    const got = secretName === undefined ? 'no tls.secretName' : `tls.secretName '${secret}'`;
    return [{ where: path, what: `a certificate that nobody renews, for ${[...hosts].join(', ')}`, got, cure }];
  }
  const missing = [...hosts].filter((host) => !isNamed(certificate, host));
  if (missing.length === 0) return [];
  const what = `host '${missing.join("', '")}' is not in its certificate`;
  return [{ where: path, what, got: `${certificate.id}: ${certificate.dnsNames.join(', ')}`, cure }];
}

function isNamed({ dnsNames }: WrittenCertificate, host: string): boolean {
  const wildcard = `*.${host.split('.').slice(1).join('.')}`;
  return dnsNames.some((name) => name === host || name === wildcard);
}
