import type { Model } from '../model/model.ts';
import { charts } from './charts.ts';
import { credentialsByForm, credentialsByLine, isLiteral, namesCredential } from './credential-patterns.ts';
import { at, eachText, type Fields, textMapOf } from './json.ts';
import { once } from './once.ts';
import { podTemplates } from './pods.ts';
import { sealedSecrets } from './sealed-secrets.ts';
import { stackFile } from './terraform.ts';
import { written } from './written.ts';

/** Something that looks like a credential: where, and under which name; never the value. */
export interface Sighting {
  readonly where: string;
  readonly what: string;
}

const named = (name: string): string => `a value for '${name}'`;

/** What manifests hold: by its form anywhere, by its name where Kubernetes takes text that is not its own. */
export function credentialsInDocuments(model: Model): readonly Sighting[] {
  // Most texts of a platform stand in it many times: each is searched once.
  const search = remembering(credentialsByForm);
  const byForm = model.documents.flatMap(({ path, manifest }) => formsIn(path, manifest, search));
  return [...inVariables(model), ...inConfigMaps(model), ...inCharts(model), ...byForm];
}

export function credentialsInStacks(model: Model): readonly Sighting[] {
  return model.stacks.flatMap(({ name, json }) => {
    const where = stackFile(name);
    return [...namesIn(model, where, withoutComments(json)), ...formsIn(where, json)];
  });
}

/** The block that the toolkit leaves for itself: Terraform reads nothing of it, and it holds names alone. */
function withoutComments({ '//': _, ...json }: Fields): Fields {
  return json;
}

function inVariables(model: Model): readonly Sighting[] {
  return podTemplates(model).flatMap(({ path, containers }) =>
    containers.flatMap(({ variables, words }) => {
      const told = variables.filter(({ name, value }) => namesCredential(name) && isLiteral(value));
      const flags = words.flatMap((word) => credentialsByLine(word.replace(/^--?/, '')));
      return [...told.map(({ name }) => name), ...flags].map((name) => ({ where: path, what: named(name) }));
    }),
  );
}

function inConfigMaps(model: Model): readonly Sighting[] {
  return written(model, 'ConfigMap').flatMap(({ path, manifest }) =>
    Object.entries(textMapOf(at(manifest, 'data'))).flatMap(([key, text]) => {
      const own = !text.includes('\n') && namesCredential(key) && isLiteral(text) ? [key] : [];
      return [...own, ...credentialsByLine(text)].map((name) => ({ where: path, what: named(name) }));
    }),
  );
}

function inCharts(model: Model): readonly Sighting[] {
  return charts(model).flatMap(({ path, values, valuesText = '' }) => [
    ...namesIn(model, path, values),
    ...credentialsByLine(valuesText).map((name) => ({ where: path, what: named(name) })),
  ]);
}

/** Keys of a free-form value that are named like credentials and hold text; the name of a Secret is none. */
function namesIn(model: Model, where: string, value: unknown): readonly Sighting[] {
  const found: Sighting[] = [];
  eachText(value, (text, key, path) => {
    if (namesCredential(key) && isLiteral(text) && !secretNames(model).has(text))
      found.push({ where, what: named(path.join('.')) });
  });
  return found;
}

function formsIn(where: string, value: unknown, search = credentialsByForm): readonly Sighting[] {
  const found: Sighting[] = [];
  eachText(value, (text, key) => {
    const forms = text.length < 8 ? [] : search(text);
    found.push(...forms.map((form) => ({ where, what: `${form} under '${key}'` })));
  });
  return found;
}

function remembering<T>(search: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? search(text);
    known.set(text, found);
    return found;
  };
}

const secretNames = once(
  (model) =>
    new Set([...model.inventory.secrets.map(({ name }) => name), ...sealedSecrets(model).map(({ name }) => name)]),
);
