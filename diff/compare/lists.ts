import { isFields } from '../../synth/reading/json.ts';

/** What tells an item of a list from the others, by its fields. The first that does it for every item is the list's. */
const keys: readonly (readonly string[])[] = [
  ['name'],
  ['id'],
  ['mountPath'],
  ['containerPort', 'protocol'],
  ['port', 'protocol'],
  ['kind', 'namespace', 'name'],
  ['namespace', 'volume'],
  ['alert', 'labels'],
  ['record', 'labels'],
  ['job_name'],
  ['client_id'],
  ['uid'],
  ['path'],
  ['Sid'],
  ['match'],
  ['key', 'effect'],
  ['to'],
  ['title'],
];

/** Fields that may be left out, and what they then are. */
const defaults: Readonly<Record<string, unknown>> = { protocol: 'TCP', namespace: '', labels: {}, effect: '' };

/** Names the items of two lists that belong together, if their fields do. */
export function keyOfItems(...lists: readonly (readonly unknown[])[]): ((item: unknown) => string) | undefined {
  for (const fields of keys) {
    const name = (item: unknown) => nameBy(fields, item);
    if (lists.every((list) => tellsApart(list, name))) return (item) => name(item) ?? '';
  }
  return undefined;
}

function nameBy(fields: readonly string[], item: unknown): string | undefined {
  if (!isFields(item)) return undefined;
  const values = fields.map((field) => item[field] ?? defaults[field]);
  if (values.some((value) => value === undefined || Array.isArray(value))) return undefined;
  return values.map((value) => (isFields(value) ? canonical(value) : String(value))).join('/');
}

function tellsApart(list: readonly unknown[], name: (item: unknown) => string | undefined): boolean {
  const names = list.map(name);
  return !names.includes(undefined) && new Set(names).size === names.length;
}

/** The same text for values that are the same, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** Lists of manifests whose order the reader goes by: first to last, or first match. */
const ordered: readonly string[] = ['args', 'command', 'initContainers', 'middlewares', 'valuesFrom'];

/** Lists that mean a set, in whatever language. */
const sets: readonly string[] = [
  ...['policyTypes', 'accessModes', 'verbs', 'resources', 'apiGroups', 'resourceNames', 'nonResourceURLs'],
  ...['add', 'drop', 'dnsNames', 'entryPoints', 'except', 'finalizers', 'subjects', 'capabilities'],
  ...['groups', 'scopes', 'role_names', 'allowed_roles', 'token_policies', 'tag_list', 'ignore_changes', 'depends_on'],
  ...['bound_service_account_names', 'bound_service_account_namespaces', 'Action', 'Resource', 'domain'],
];

/** Inside a pod's template. A workload knows its template by a hash of the text: in another order it is another one. */
function isOfTemplate(path: readonly string[]): boolean {
  const template = path.indexOf('template');
  return path[0] === 'spec' && template > 0 && path[template + 1] === 'spec';
}

/** Whether the order of a list means something, by the field that it is and where that stands. */
export function hasOrder(path: readonly string[], inText: boolean): boolean {
  if (!inText && isOfTemplate(path)) return true;
  const field = path.findLast((key) => !key.startsWith('[')) ?? '';
  if (sets.includes(field)) return false;
  return inText || ordered.includes(field);
}
