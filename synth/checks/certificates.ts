import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { hostsOf, readMatch } from '../reading/route-match.ts';
import { idOf, type Json, namespaceOf, written } from '../reading/written.ts';

/** Check 9: routes whose certificate nobody makes or renews. */
export function certificates(model: Model): readonly Finding[] {
  const bySecret = new Map(
    written(model, 'Certificate').map(({ manifest }) => [
      `${namespaceOf(manifest)}/${manifest.spec?.secretName}`,
      manifest,
    ]),
  );
  return [
    ...written(model, 'IngressRoute').flatMap(({ path, manifest }) => uncertified(path, manifest, bySecret)),
    ...unissued(model),
  ];
}

function uncertified(path: string, manifest: Json, bySecret: ReadonlyMap<string, Json>): readonly Finding[] {
  const { entryPoints = [], routes = [], tls } = manifest.spec ?? {};
  if (entryPoints.length === 1 && entryPoints[0] === 'web' && !tls) return [];
  const secret = `${namespaceOf(manifest)}/${tls?.secretName}`;
  const certificate = tls?.secretName && bySecret.get(secret);
  const hosts = new Set<string>(
    routes.flatMap(({ match }: Json) => readMatch(match).flatMap((alternative) => hostsOf(alternative) ?? [])),
  );
  if (!certificate) {
    const got = tls?.secretName ? `tls.secretName '${secret}'` : 'no tls.secretName';
    return [letter(path, `a certificate that nobody renews, for ${[...hosts].join(', ')}`, got)];
  }
  const names: readonly string[] = certificate.spec?.dnsNames ?? [];
  return [...hosts]
    .filter((host) => !names.some((name) => name === host || `*.${host.split('.').slice(1).join('.')}` === name))
    .map((host) =>
      letter(path, `host '${host}' is not in its certificate`, `${idOf(certificate)}: ${names.join(', ')}`),
    );
}

function letter(where: string, what: string, got: string): Finding {
  return {
    check: 9,
    where,
    what,
    got,
    cure: 'write a Certificate with this secretName and all hosts, in the same namespace',
  };
}

function unissued(model: Model): readonly Finding[] {
  const cluster = written(model, 'ClusterIssuer').map(({ manifest }) => manifest.metadata.name);
  const local = written(model, 'Issuer').map(({ manifest }) => idOf(manifest));
  return written(model, 'Certificate').flatMap(({ path, manifest }) => {
    const { kind = 'Issuer', name } = manifest.spec?.issuerRef ?? {};
    const issued =
      kind === 'ClusterIssuer' ? cluster.includes(name) : local.includes(`${namespaceOf(manifest)}/${name}`);
    if (issued) return [];
    return [
      {
        check: 9,
        where: path,
        what: 'a certificate from an issuer that nobody writes',
        got: `${kind} '${name}' (there are ${[...cluster, ...local].join(', ') || 'none'})`,
        cure: 'add the issuer, or name one that exists',
      },
    ];
  });
}
