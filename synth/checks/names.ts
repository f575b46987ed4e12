import type { Document } from '../model/documents.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { allContainers, type Json, podTemplates } from '../reading/written.ts';

/** Check 10: what an API server refuses although the schema lets it pass: names, labels, annotations, doubles. */
export function names(model: Model): readonly Finding[] {
  return [
    ...doubles(model.documents),
    ...model.documents.flatMap(({ path, manifest }) => [
      ...nameProblems(path, manifest),
      ...metadataProblems(path, manifest),
    ]),
    ...podTemplates(model).flatMap(({ path, spec }) => portNames(path, spec)),
  ];
}

/** An API group knows an object once, whichever of its versions wrote it. */
function doubles(documents: readonly Document[]): readonly Finding[] {
  const seen = new Map<string, Document>();
  return documents.flatMap((document) => {
    const { apiVersion, kind, metadata } = document.manifest;
    const group = apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/` : '';
    const id = `${group}${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
    const first = seen.get(id);
    seen.set(id, first ?? document);
    if (!first) return [];
    return [
      letter(
        document.path,
        `${id} is written twice`,
        `${first.path} and ${document.path}`,
        'give one of them another name: they would overwrite each other',
      ),
    ];
  });
}

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const serviceName = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
/** RBAC takes any name that fits into a path. */
const pathSegment = /^(?!\.{1,2}$)[^/%]+$/;

interface Rule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly why: string;
}

function ruleFor(kind: string): Rule {
  if (/^(?:Cluster)?Role(?:Binding)?$/.test(kind)) return { pattern: pathSegment, longest: 253, why: 'a path segment' };
  if (kind === 'Namespace') return { pattern: label, longest: 63, why: 'a DNS label' };
  if (kind === 'Service') return { pattern: serviceName, longest: 63, why: 'a DNS label that begins with a letter' };
  // Their pods' and revisions' names and labels are made of them.
  if (kind === 'CronJob' || kind === 'StatefulSet')
    return { pattern: subdomain, longest: 52, why: 'a DNS name of at most 52' };
  return { pattern: subdomain, longest: 253, why: 'a DNS name (RFC 1123)' };
}

function nameProblems(path: string, { kind, metadata }: Json): readonly Finding[] {
  const { pattern, longest, why } = ruleFor(kind);
  const own = pattern.test(metadata.name ?? '') && metadata.name.length <= longest;
  const home = metadata.namespace === undefined || (label.test(metadata.namespace) && metadata.namespace.length <= 63);
  const cure = `use lower case letters, digits and '-'`;
  return [
    ...(own ? [] : [letter(path, `the name of a ${kind} must be ${why}`, `'${metadata.name}'`, cure)]),
    ...(home ? [] : [letter(path, 'a namespace must be a DNS label', `'${metadata.namespace}'`, cure)]),
  ];
}

const namePart = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Every `metadata` of an object: its own, and those of the templates in it. */
function metadataProblems(path: string, value: Json): readonly Finding[] {
  if (!value || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item) => metadataProblems(path, item));
  return Object.entries<Json>(value).flatMap(([key, inner]) =>
    key === 'metadata' && inner && typeof inner === 'object'
      ? [...labelProblems(path, inner.labels ?? {}), ...keyProblems(path, 'annotation', inner.annotations ?? {})]
      : metadataProblems(path, inner),
  );
}

function labelProblems(path: string, labels: Json): readonly Finding[] {
  const wrong = Object.entries(labels).filter(([, text]) => text !== '' && !namePart.test(String(text)));
  return [
    ...keyProblems(path, 'label', labels),
    ...wrong.map(([key, text]) =>
      letter(
        path,
        `the value of label '${key}' is too long or has characters that a label does not take`,
        `'${text}' (${String(text).length} characters)`,
        'keep it to 63 letters, digits, -, _ and .',
      ),
    ),
  ];
}

function keyProblems(path: string, what: string, entries: Json): readonly Finding[] {
  return Object.keys(entries)
    .filter((key) => !isQualifiedName(key))
    .map((key) =>
      letter(
        path,
        `the key of an ${what} is no qualified name`,
        `'${key}'`,
        'keep the part behind the slash to 63 letters, digits, -, _ and .',
      ),
    );
}

function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  if (rest.length > 0 || !namePart.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix));
}

/** @see https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
function portNames(path: string, spec: Json): readonly Finding[] {
  return allContainers(spec)
    .flatMap((container) => container.ports ?? [])
    .filter(({ name }: Json) => name !== undefined && !isPortName(name))
    .map(({ name }: Json) =>
      letter(
        path,
        'a port name that Kubernetes refuses',
        `'${name}'`,
        'keep it to 15 lower case letters, digits and single dashes, with a letter among them',
      ),
    );
}

function isPortName(name: string): boolean {
  return name.length <= 15 && label.test(name) && /[a-z]/.test(name) && !name.includes('--');
}

function letter(where: string, what: string, got: string, cure: string): Finding {
  return { check: 10, where, what, got, cure };
}
