import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments, parseDocument } from 'yaml';
import { isFields } from '../../synth/reading/json.ts';
import { plainYaml } from './plain-yaml.ts';
import { readVaultPolicy } from './vault-policy.ts';

/** What each text was read as: most of them stand on both sides, and reading YAML is what takes time. */
export type Known = Map<string, unknown>;

/** Where a text stands: the key it lies under. */
type Read = (text: string) => unknown;

/**
 * A text inside a manifest, as what it is: configuration in YAML, JSON or TOML, Helm values, a policy. Undefined for what is
 * only text: a script, a template, or what its own reader would refuse.
 *
 * @param key the file name, or the field, that it stands under
 * @param known what was read already, and what is read now
 */
export function readText(key: string, text: string, known: Known = new Map()): unknown {
  const name = `${key}\n${text}`;
  if (!known.has(name)) known.set(name, valueIn(key, text));
  return known.get(name);
}

function valueIn(key: string, text: string): unknown {
  const read = readerOf(key, text);
  if (!read) return undefined;
  try {
    const value = read(text);
    return isFields(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readerOf(key: string, text: string): Read | undefined {
  if (/^\s*[{[]/.test(text) && !/\.(ya?ml|toml)$/.test(key)) return JSON.parse;
  if (/\.ya?ml$/.test(key) || key === 'valuesContent') return readTemplatedYaml;
  // Its objects have no prototype and its dates are objects: nothing else that is read here is like that.
  if (/\.toml$/.test(key)) return (toml) => JSON.parse(JSON.stringify(parseToml(toml)));
  if (key === 'policy' && /^\s*(#.*\n\s*)*path\s+"/.test(text)) return readVaultPolicy;
  return undefined;
}

/** `{{ … }}` is a template's, and YAML would take it for a map: it travels through the reader as a word. */
function readTemplatedYaml(text: string): unknown {
  const holes: string[] = [];
  const words = text.replaceAll(/\{\{.*?\}\}/gs, (hole) => `HOLE${holes.push(hole) - 1}ELOH`);
  const back = (one: string) => one.replaceAll(/HOLE(\d+)ELOH/g, (_, index) => holes[Number(index)] ?? '');
  const plain = plainYaml(words);
  if (plain !== undefined) return mapTexts(plain, back);
  const documents = parseAllDocuments(words, { logLevel: 'silent', uniqueKeys: false });
  const values = [documents].flat().map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS();
  });
  return mapTexts(values.length === 1 ? values[0] : values, back);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
}

/** One YAML document. @throws what its reader says, with the line */
export function readYaml(text: string): unknown {
  const plain = plainYaml(text);
  if (plain !== undefined) return plain;
  const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
  if (document.errors[0]) throw document.errors[0];
  return document.toJS();
}
