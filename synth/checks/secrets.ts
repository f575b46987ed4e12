import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import {
  allContainers,
  idOf,
  type Json,
  namespaceOf,
  type PodTemplate,
  podTemplates,
  written,
} from '../reading/written.ts';

/** Check 6: plain Secrets, secrets that nobody sealed, and pods that wait for a Secret that nobody makes. */
export function secrets(model: Model): readonly Finding[] {
  return [...plain(model), ...unsealed(model), ...twice(model), ...copied(model), ...missing(model)];
}

function plain(model: Model): readonly Finding[] {
  return written(model, 'Secret').map(({ path, manifest }) => ({
    check: 6,
    where: path,
    what: 'a plain Secret would be committed',
    got: `Secret ${idOf(manifest)}`,
    cure: 'declare it with this.secret(): it is sealed, or read from Vault',
  }));
}

function unsealed(model: Model): readonly Finding[] {
  const sealed = new Map(
    written(model, 'SealedSecret').map(({ manifest }) => [idOf(manifest), manifest.spec?.encryptedData ?? {}]),
  );
  return model.inventory.secrets.flatMap(({ node, home, keys }) => {
    if (home === undefined) return [];
    const values: Json = sealed.get(home) ?? {};
    const wanting = Object.keys(keys).filter((key) => !isCiphertext(values[key]));
    if (wanting.length === 0) return [];
    return [
      {
        check: 6,
        where: node.path,
        what: 'a secret that nobody sealed',
        got: `${home} lacks ${wanting.map((key) => `'${key}'`).join(', ')}`,
        cure: 'run npm run secrets -- seal: it makes what is random; --from-env takes the rest',
      },
    ];
  });
}

/** Base64 of more than an RSA-2048 block; the controller's own keys give 512 bytes and what follows. */
function isCiphertext(value: unknown): boolean {
  if (typeof value !== 'string' || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  return Buffer.byteLength(value, 'base64') > 256;
}

/** Two claims on one home: the second Secret would overwrite the first. */
function twice(model: Model): readonly Finding[] {
  const homes = new Map<string, string>();
  return model.inventory.secrets.flatMap(({ node, homes: { sealed: id } }) => {
    const first = homes.get(id);
    homes.set(id, first ?? node.path);
    if (first === undefined) return [];
    return [
      {
        check: 6,
        where: node.path,
        what: `two secrets are called ${id}`,
        got: `${first} and ${node.path}`,
        cure: 'give one of them another id',
      },
    ];
  });
}

/** Ciphertext is bound to its namespace and name and is never the same twice: a copy does not open. */
function copied(model: Model): readonly Finding[] {
  const seen = new Map<string, string>();
  const found: Finding[] = [];
  for (const { path, manifest } of written(model, 'SealedSecret')) {
    for (const [key, value] of Object.entries<string>(manifest.spec?.encryptedData ?? {})) {
      const place = `${idOf(manifest)} '${key}'`;
      const first = seen.get(value);
      if (first === undefined) seen.set(value, place);
      else found.push(copyFinding(path, `${first} and ${place}`));
    }
  }
  return found;
}

function copyFinding(where: string, got: string): Finding {
  return {
    check: 6,
    where,
    what: 'one ciphertext stands in two places, and opens in one at most',
    got,
    cure: 'seal the second one for its own namespace and name, with npm run secrets',
  };
}

function missing(model: Model): readonly Finding[] {
  const made = new Set([
    ...model.inventory.secrets.filter(({ backend }) => backend === 'existing').map(({ homes }) => homes.sealed),
    ...written(model, 'SealedSecret').flatMap(({ manifest }) => [idOf(manifest), templateOf(manifest)]),
    ...written(model, 'Certificate').map(({ manifest }) => `${namespaceOf(manifest)}/${manifest.spec?.secretName}`),
    ...written(model, 'Secret').map(({ manifest }) => idOf(manifest)),
  ]);
  return podTemplates(model).flatMap((template) =>
    [...new Set(referredTo(template))]
      .filter((name) => !made.has(`${template.namespace}/${name}`))
      .map((name) => ({
        check: 6,
        where: template.path,
        what: 'pods wait for a Secret that nobody makes',
        got: `Secret '${name}' in namespace '${template.namespace}'`,
        cure: 'declare it in the same namespace with this.secret(), or correct the name',
      })),
  );
}

function templateOf({ metadata, spec }: Json): string {
  return `${metadata.namespace}/${spec?.template?.metadata?.name ?? metadata.name}`;
}

function referredTo({ spec }: PodTemplate): readonly string[] {
  const names: string[] = [];
  const add = (reference: Json, name: unknown) => {
    if (typeof name === 'string' && reference.optional !== true) names.push(name);
  };
  for (const container of allContainers(spec)) {
    for (const { valueFrom } of container.env ?? []) {
      if (valueFrom?.secretKeyRef) add(valueFrom.secretKeyRef, valueFrom.secretKeyRef.name);
    }
    for (const { secretRef } of container.envFrom ?? []) if (secretRef) add(secretRef, secretRef.name);
  }
  for (const { secret, projected } of spec.volumes ?? []) {
    if (secret) add(secret, secret.secretName);
    for (const source of projected?.sources ?? []) if (source.secret) add(source.secret, source.secret.name);
  }
  for (const { name } of spec.imagePullSecrets ?? []) names.push(name);
  return names;
}
