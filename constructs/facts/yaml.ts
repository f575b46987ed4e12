import { Document, type Scalar, stringify, visit } from 'yaml';
import { plainYaml } from './plain-yaml.ts';

const options = { compat: 'yaml-1.1', aliasDuplicateObjects: false } as const;
const layout = { lineWidth: 0 } as const;

/** What Go's reader breaks lines at, drops or refuses where it stands bare; tabs and line ends are in order inside a block. */
const special = /(?![\t\n])[\p{Cc}\u2028\u2029\ufeff]/u;
const everySpecial = new RegExp(special, 'gu');
/** A block whose first line begins with a tab, or is blank: Go's reader takes that for indentation. */
const blindStart = /^\n*\t|^[ \n]*$|^ +\n/;

const isHard = (text: string): boolean => special.test(text) || (blindStart.test(text) && text.includes('\n'));

/**
 * YAML that readers of 1.1 and of 1.2 understand alike (`on`, `yes` and `y` are quoted), without folds and anchors. What the
 * cluster's reader (sigs.k8s.io/yaml) would not give back as it was stands in double quotes, escaped.
 */
export function yamlText(value: unknown): string {
  if (holdsHard(value)) return escaped(value);
  return plainYaml(value, asLibrary) ?? libraryText(value);
}

/** The same by the library alone, which `plainYaml` must not differ from. */
export function libraryText(value: unknown): string {
  return stringify(value, { ...options, ...layout });
}

const asLibrary = (scalar: unknown): string => libraryText({ k: scalar ?? null }).slice('k: '.length, -1);

function holdsHard(value: unknown): boolean {
  if (typeof value === 'string') return isHard(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isHard(key) || holdsHard(inner));
}

function escaped(value: unknown): string {
  const document = new Document(value, options);
  visit(document, {
    Scalar: (_, scalar: Scalar) => {
      if (typeof scalar.value === 'string' && isHard(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // Every one of them stands in double quotes now, where it may be written by its number.
  return document
    .toString(layout)
    .replaceAll(everySpecial, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
