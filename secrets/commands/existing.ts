import { stringify } from 'yaml';
import { writeNew } from '../../synth/writing/disk.ts';
import { encryptFor } from '../crypto/age.ts';
import { type Claim, idOf, secretOf } from '../declared/declared.ts';
import { readKeys } from '../given/key-pair.ts';
import { newPathOutside } from '../given/outside.ts';
import type { ValueStatus } from '../sealed/status.ts';
import { shownBy } from './shown.ts';
import type { Task } from './task.ts';
import { openValue } from './unseal.ts';

/** The controller of Sealed Secrets takes over a Secret that is there already only where this stands on it. */
const managed = { 'sealedsecrets.bitnami.com/managed': 'true' };

/**
 * The Secrets that the platform's phase expects in the cluster already, ready for `kubectl apply`, with the very values that are
 * sealed: all of them in phase 1, what an engine clones with in every phase. The next phase takes them over.
 *
 * They go into a pipe, or encrypted into a file outside the repository; nothing is written in the clear.
 *
 * @throws when a value is not sealed yet, the key does not open one, or somebody would see them.
 */
export async function existing(task: Task): Promise<string> {
  const { root, surroundings } = task;
  const { key, out, recipient } = task.arguments.flags;
  if (key === undefined) throw new Error('existing needs --key KEY: the file with the private key that opens sealed/');
  refuseClear(task);
  const manifests = manifestsOf(opened(task, key));
  const text = manifests.map((manifest) => stringify(manifest)).join('---\n');
  if (out === undefined) return text;
  const path = newPathOutside(root, out);
  const encrypt = await encryptFor(surroundings.loadAge, recipient as string);
  writeNew(path, await encrypt(Buffer.from(text)), 0o600);
  const secrets = manifests.filter(({ kind }) => kind === 'Secret').length;
  return `${secrets} Secrets in ${path}: age --decrypt --identity FILE ${out} | ${apply}\n`;
}

const apply = 'kubectl apply --server-side -f -';

function refuseClear({ arguments: { flags }, surroundings }: Task): void {
  if (flags.out !== undefined && flags.recipient === undefined)
    throw new Error('--out needs --recipient age1...: values lie on no disk in the clear');
  if (flags.out === undefined && flags.recipient !== undefined)
    throw new Error('--recipient encrypts what --out PATH writes: give both, or neither and a pipe');
  if (flags.out === undefined && shownBy(surroundings)) {
    const pipe = `npm run --silent secrets -- existing --key ${flags.key} |\n  ${apply}`;
    throw new Error(`the Secrets go into a pipe that shows them nowhere:\n${pipe}`);
  }
}

interface Opened {
  readonly claim: Claim;
  readonly data: Readonly<Record<string, string>>;
}

function opened({ root, status }: Task, file: string): readonly Opened[] {
  const wanted = status.values.filter(({ claim, key }) => claim.existing?.keys.includes(key));
  const missing = wanted.filter(({ value }) => !value);
  if (missing.length > 0) {
    const lines = missing.map((one) => `  ${idOf(one)}`).join('\n');
    throw new Error(`${missing.length} values are not sealed yet: npm run secrets -- seal\n${lines}`);
  }
  const keys = readKeys(root, file);
  const open = (one: ValueStatus) => openValue(keys, one, one.value as NonNullable<ValueStatus['value']>, file);
  const claims = [...new Set(wanted.map(({ claim }) => claim))];
  return claims.map((claim) => ({
    claim,
    data: Object.fromEntries(wanted.filter((one) => one.claim === claim).map((one) => [one.key, open(one)])),
  }));
}

/** Each namespace comes before its Secrets, bare: Git says the rest of it later. */
function manifestsOf(secrets: readonly Opened[]) {
  const namespaces = [...new Set(secrets.map(({ claim }) => claim.namespace))].sort();
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...[...secrets].sort((a, b) => (secretOf(a.claim) < secretOf(b.claim) ? -1 : 1)).map(manifestOf),
  ];
}

function manifestOf({ claim, data }: Opened) {
  const { namespace, name, existing } = claim;
  const all = { ...existing?.beside?.data, ...data };
  const encoded = Object.entries(all).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { namespace, name, labels: existing?.beside?.labels, annotations: managed },
    data: Object.fromEntries(encoded),
  };
}
