import { parseAllDocuments } from 'yaml';
import { idOf, secretOf, type Wanted } from '../declared/declared.ts';
import { unreadableIn } from './form.ts';
import type { Input } from './input.ts';
import { nameOf, readGiven } from './provided.ts';

interface Manifest {
  readonly kind?: unknown;
  readonly items?: readonly Manifest[];
  readonly metadata?: { readonly namespace?: unknown; readonly name?: unknown };
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly stringData?: Readonly<Record<string, unknown>> | null;
}

/**
 * The values of Secrets that stand in a cluster, as `kubectl get secrets -A -o yaml` prints them, for what is declared. A digest
 * follows its source and is not taken; Secrets that nobody declares are passed over.
 *
 * @throws when it is no such text, or holds none that is declared. No message holds any of its text.
 */
export async function valuesInSecrets<W extends Wanted>(
  root: string,
  file: string,
  wanted: readonly W[],
  input: Input,
): Promise<ReadonlyMap<W, string>> {
  const name = nameOf(file);
  const values = valuesById(manifestsIn(await readGiven(root, file, input), name));
  const found = wanted.filter((one) => one.recipe.from !== 'digest' && values.has(idOf(one)));
  if (found.length === 0) throw new Error(`${name}: holds no Secret that is declared here: ${known(wanted)}`);
  for (const one of found) {
    const problem = unreadableIn(values.get(idOf(one)) as string);
    if (problem) throw new Error(`${name}: ${idOf(one)}: ${problem}`);
  }
  return new Map(found.map((one) => [one, values.get(idOf(one)) as string]));
}

const known = (wanted: readonly Wanted[]): string =>
  [...new Set(wanted.map(({ claim }) => secretOf(claim)))].join(', ');

function manifestsIn(text: string, name: string): readonly Manifest[] {
  return parseAllDocuments(text, { logLevel: 'silent' }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${name}: is neither YAML nor JSON: the text may be cut off`);
    const json = document.toJS() as Manifest | null;
    return [...(json?.items ?? [json ?? {}])].filter(({ kind }) => kind === 'Secret');
  });
}

function valuesById(manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const values = manifests.flatMap(({ metadata, data, stringData }) => {
    const id = (key: string) => `${metadata?.namespace}/${metadata?.name} ${key}`;
    return [
      ...Object.entries(data ?? {}).map(([key, text]) => [id(key), decoded(text)] as const),
      ...Object.entries(stringData ?? {}).map(([key, text]) => [id(key), String(text)] as const),
    ];
  });
  return new Map(values.filter(([, text]) => text !== ''));
}

const decoded = (base64: unknown): string => Buffer.from(String(base64 ?? ''), 'base64').toString('utf8');
