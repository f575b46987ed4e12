import type { Document } from '../../../synth/model/documents.ts';
import type { Reader } from '../readers/reader.ts';
import { type Accepted, type Judge, type Problem, problems } from './judge.ts';

type Question =
  | { readonly ask: 'object'; readonly object: unknown; readonly namespace: unknown }
  | { readonly ask: 'file'; readonly text: string; readonly meant: readonly unknown[] }
  | { readonly ask: 'tree'; readonly files: Readonly<Record<string, string>>; readonly meant: readonly unknown[] };

export type KubernetesReader = Reader<Question, { readonly problems: readonly string[] }>;

/** The API server's own validation, sigs.k8s.io/yaml and kustomize: each object, each file, each folder that is applied at once. */
export const kubernetes =
  (reader: KubernetesReader): Judge =>
  async ({ model: { documents }, files }) => {
    const found = [objects(reader, documents), texts(reader, documents, files), trees(reader, documents, files)];
    return (await Promise.all(found)).flat();
  };

/** What is read before there is an object: for machines on which the API server's code is not built. */
export const yamlAlone =
  (reader: KubernetesReader): Judge =>
  async ({ model: { documents }, files }) =>
    (await Promise.all([texts(reader, documents, files), trees(reader, documents, files)])).flat();

async function objects(reader: KubernetesReader, documents: readonly Document[]): Promise<readonly Problem[]> {
  const namespaces = new Map(
    documents
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest }) => [manifest.metadata.name, manifest]),
  );
  const answers = documents.map(async ({ manifest }) => {
    const namespace = namespaces.get(manifest.metadata.namespace ?? '') ?? null;
    const text = JSON.stringify(manifest);
    const answer = await reader.ask(`${levelOf(namespace)} ${text}`, () => ({
      ask: 'object',
      object: manifest,
      namespace,
    }));
    return problems(
      'API server',
      answer.problems.map((text) => `${manifest.kind} ${manifest.metadata.name}: ${text}`),
    );
  });
  return (await Promise.all(answers)).flat();
}

async function texts(reader: KubernetesReader, documents: readonly Document[], files: Accepted['files']) {
  const answers = [...byFile(documents)].map(async ([file, meant]) => {
    const text = files.get(file) as string;
    const answer = await reader.ask(text, () => ({ ask: 'file', text, meant }));
    return problems(
      'sigs.k8s.io/yaml',
      answer.problems.map((text) => `${file}: ${text}`),
    );
  });
  return (await Promise.all(answers)).flat();
}

/** Flux hands each of these folders to kustomize as a whole. */
async function trees(reader: KubernetesReader, documents: readonly Document[], files: Accepted['files']) {
  const folders = new Map<string, [string, readonly unknown[]][]>();
  for (const [file, meant] of byFile(documents)) {
    const folder = file.split('/').slice(0, 2).join('/');
    if (file.startsWith('kubernetes/')) folders.set(folder, [...(folders.get(folder) ?? []), [file, meant]]);
  }
  const answers = [...folders].map(async ([folder, entries]) => {
    const texts = Object.fromEntries(entries.map(([file]) => [file, files.get(file) as string]));
    const meant = entries.flatMap(([, objects]) => objects);
    const answer = await reader.ask(Object.entries(texts).join('\0'), () => ({ ask: 'tree', files: texts, meant }));
    return problems(
      'kustomize',
      answer.problems.map((text) => `${folder}: ${text}`),
    );
  });
  return (await Promise.all(answers)).flat();
}

const levelOf = (namespace: Document['manifest'] | null) => JSON.stringify(namespace?.metadata.labels ?? {});

function byFile(documents: readonly Document[]): ReadonlyMap<string, readonly unknown[]> {
  const files = new Map<string, unknown[]>();
  for (const { file, manifest } of documents) files.set(file, [...(files.get(file) ?? []), manifest]);
  return files;
}
