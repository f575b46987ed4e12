import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { credentialsByForm, credentialsByLine, isLiteral, namesCredential } from '../reading/credential-patterns.ts';
import { stackFile } from '../reading/terraform.ts';
import { allContainers, eachText, type Json, podTemplates } from '../reading/written.ts';

/** Check 6: a value that looks like a credential in anything that the model writes. What it finds it never repeats. */
export function credentials(model: Model): readonly Finding[] {
  const names = secretNames(model);
  return [
    ...model.documents.flatMap(({ path, manifest }) => [...byForm(path, manifest), ...byName(path, manifest, names)]),
    ...podTemplates(model).flatMap(({ path, spec }) => inVariables(path, spec)),
    ...model.stacks.flatMap(({ name, json }) => [
      ...byForm(stackFile(name), json),
      ...named(stackFile(name), withoutComments(json), names),
    ]),
  ];
}

/**
 * Credentials in finished text, by path below `dist/`. Manifests and stacks are judged by their structure above; what has
 * none, as the files of the host layer, is judged line by line too.
 */
export function credentialsIn(files: ReadonlyMap<string, string>): readonly Finding[] {
  return [...files].flatMap(([path, text]) => {
    const lines = path.startsWith('ansible/') ? credentialsByLine(text) : [];
    return [
      ...credentialsByForm(text).map((what) => seen(path, what)),
      ...lines.map((name) => seen(path, `a value for '${name}'`)),
    ];
  });
}

/** Where Kubernetes takes text that is not its own: there the names of keys tell. */
function byName(path: string, manifest: Json, names: ReadonlySet<string>): readonly Finding[] {
  const { kind, spec = {} } = manifest;
  if (kind === 'ConfigMap') return inConfigMap(path, manifest);
  if (kind === 'HelmRelease') return named(path, spec.values ?? {}, names);
  if (kind === 'Application') return named(path, spec.source?.helm?.valuesObject ?? {}, names);
  if (kind === 'HelmChart' || kind === 'HelmChartConfig') {
    return credentialsByLine(spec.valuesContent ?? '').map((name) => seen(path, `a value for '${name}'`));
  }
  return [];
}

function inConfigMap(path: string, { data = {} }: Json): readonly Finding[] {
  return Object.entries<string>(data).flatMap(([key, text]) => {
    const own = !text.includes('\n') && namesCredential(key) && isLiteral(text) ? [key] : [];
    return [...own, ...credentialsByLine(text)].map((name) => seen(path, `a value for '${name}'`));
  });
}

function inVariables(path: string, spec: Json): readonly Finding[] {
  return allContainers(spec).flatMap((container) => {
    const variables = (container.env ?? [])
      .filter(({ name, value }: Json) => typeof value === 'string' && namesCredential(name) && isLiteral(value))
      .map(({ name }: Json) => name);
    const flags = [...(container.command ?? []), ...(container.args ?? [])].flatMap((text) =>
      credentialsByLine(text.replace(/^--?/, '')),
    );
    return [...variables, ...flags].map((name) => seen(path, `a value for '${name}'`));
  });
}

/** Keys of a free-form value that are named like credentials and hold text; the name of a Secret is none. */
function named(path: string, value: Json, names: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  eachText(value, (text, key, at) => {
    if (namesCredential(key) && isLiteral(text) && !names.has(text))
      found.push(seen(path, `a value for '${at.join('.')}'`));
  });
  return found;
}

/** The block that the toolkit leaves for itself: Terraform reads nothing of it, and it holds names alone. */
function withoutComments({ '//': _, ...json }: Json): Json {
  return json;
}

function byForm(path: string, value: Json): readonly Finding[] {
  const found: Finding[] = [];
  eachText(value, (text, key) => {
    for (const what of text.length < 8 ? [] : credentialsByForm(text)) found.push(seen(path, `${what} under '${key}'`));
  });
  return found;
}

function seen(where: string, got: string): Finding {
  return {
    check: 6,
    where,
    what: 'something that looks like a credential stands in the clear',
    got: `${got} (not repeated here)`,
    cure: 'declare it with this.secret() and hand over the reference; if it was ever committed, replace it where it is valid',
  };
}

function secretNames({ inventory, documents }: Model): ReadonlySet<string> {
  const sealed = documents.filter(({ manifest }) => manifest.kind === 'SealedSecret');
  return new Set([
    ...inventory.secrets.map(({ name }) => name),
    ...sealed.map(({ manifest }) => manifest.metadata.name),
  ]);
}
