import { basename } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { credentialsByForm, namesCredential } from '../../synth/reading/credential-patterns.ts';
import { kitItems } from './kit-items.ts';
import { isCredential } from './leaking-lines.ts';

/** What a file is called that holds secrets whatever stands in it: some have no form, such as a password on a line. */
const names: readonly (readonly [what: string, name: RegExp])[] = [
  ['a state of Terraform', /\.tfstate(?:\..+)?$/],
  ['a plan of Terraform', /(?:^|\.)tfplan$/],
  ['the outputs of Terraform', /^outputs\.json$/],
  ['variables of Terraform', /\.tfvars(?:\.json)?$/],
  ['what logs in to a cluster', /(?:^|\.)kubeconfig(?:\.ya?ml)?$|^k3s\.yaml$|^admin\.conf$/],
  ['what logs in to OVH', /^\.?ovh\.conf$/],
  ['an environment with credentials', /^\.env(?:\.(?!example$).+)?$|\.env$/],
  [
    'a private key',
    /^(?:id_(?:rsa|ed25519|ecdsa)|private[-_.]?key)$|\.(?:key|p12|pfx|jks|keystore|kdbx|ovpn)$|^acme\.json$/,
  ],
  [
    'what logs in somewhere',
    /^[._]netrc$|^\.(?:pgpass|my\.cnf|htpasswd|vault-token|terraformrc|vault-pass(?:word)?)$|^terraform\.rc$/,
  ],
  ['the settings of Mailcow, with its passwords', /^mailcow\.conf$/],
  ['a database as it was saved', /\.(?:sql|dump)(?:\.(?:gz|zst|xz|bz2))?$|\.snap$/],
  ...kitItems.map(({ file, what }) => [what, new RegExp(`^${file.replace('.', '\\.')}$`)] as const),
];

/** What a file's name says of it. */
export function leakByName(path: string): string | undefined {
  return names.find(([, name]) => name.test(basename(path)))?.[0];
}

/** What bytes hold that are no text: a plan and a state of Terraform are packed, and Windows writes two bytes a letter. */
export function leaksInBytes(bytes: Buffer): readonly string[] {
  const packed = bytes.subarray(0, 2).toString('latin1') === 'PK';
  if (packed && ['tfplan', 'tfstate'].some((entry) => bytes.includes(entry))) return ['a plan of Terraform'];
  return credentialsByForm(bytes.toString('latin1').replaceAll('\0', ''));
}

/** A rule on a file as a whole: what lies in one line is no credential by itself. */
const wholes: readonly (readonly [what: string, holds: (text: string) => number])[] = [
  [
    'a state of Terraform',
    (text) => (/"lineage":\s*"/.test(text) ? text.search(/"(?:resources|outputs)":\s*[[{]/) : -1),
  ],
  ['a sensitive output of Terraform', (text) => text.search(sensitive)],
  ['an unseal key of Vault', (text) => text.search(/"(?:unseal|recovery)_keys_(?:b64|hex)":\s*\[\s*"/)],
  ['a Secret of Kubernetes with its values', secretAt],
  ['a login to a registry', (text) => text.search(/"auth":\s*"[0-9A-Za-z+/]{12,}={0,2}"/)],
  ['a private key (JWK)', (text) => (/"kty":\s*"/.test(text) ? text.search(/"[dk]":\s*"[\w-]{16,}"/) : -1)],
  ['a name with a credential below it', pairAt],
];

/** An expression is no value: that is how `dist/` writes an output. */
const sensitive = /"sensitive":\s*true,[^{}]*?"value":\s*(?:"(?!\$\{)[^"]|[{[\d])/;

/** What a text as a whole holds, and on which line. */
export function leaksInWhole(text: string): readonly { readonly line: number; readonly what: string }[] {
  return wholes.flatMap(([what, holds]) => {
    const at = holds(text);
    return at < 0 ? [] : [{ what, line: text.slice(0, at).split('\n').length }];
  });
}

const pair = /["']?\bname["']?\s*:\s*["']?([\w.-]+)["']?\s*,?\s*["']?value["']?\s*:\s*["']?([^"'\s,}]{12,})/g;
const block = /^[ \t]*["']?([\w.-]+)["']?:[ \t]*[|>][+-]?[ \t]*\n[ \t]+(\S{12,})[ \t]*$/gm;

/** Where a name stands on one line and its credential on the next: a variable of a pod, a block of YAML. */
function pairAt(text: string): number {
  const found = [...text.matchAll(pair), ...text.matchAll(block)];
  return found.find(([, name = '', value = '']) => namesCredential(name) && isCredential(value))?.index ?? -1;
}

const secretKind = /["']?\bkind["']?\s*:\s*["']?Secret\b/;

/** Where a Secret stands that has values, by itself or in a list. A text that cannot be parsed is none that a cluster takes. */
function secretAt(text: string): number {
  const at = text.search(secretKind);
  if (at < 0) return -1;
  const documents = parseAllDocuments(text, { logLevel: 'silent' }).filter(({ errors }) => errors.length === 0);
  return documents.some((document) => hasValues(document.toJS())) ? at : -1;
}

interface Manifest {
  readonly kind?: unknown;
  readonly items?: readonly Manifest[];
  readonly data?: unknown;
  readonly stringData?: unknown;
}

function hasValues(manifest: Manifest | null): boolean {
  if (typeof manifest !== 'object' || manifest === null) return false;
  if (Array.isArray(manifest.items)) return manifest.items.some(hasValues);
  if (manifest.kind !== 'Secret') return false;
  return [manifest.data, manifest.stringData].some((values) => Object.values(values ?? {}).some(isValue));
}

const isValue = (value: unknown): boolean => typeof value === 'string' && value !== '' && !/^(?:\$|\{\{)/.test(value);
