import { isFields, textOf } from '../../synth/reading/json.ts';
import { type Entity, type Place, UnreadableTree } from './entity.ts';
import { type Known, readYaml } from './texts.ts';

/** One YAML document of a file, not yet read. */
export interface Section extends Place {
  readonly text: string;
}

/** The kind that a document says it is of; undefined where only its reader can tell. */
export const kindOf = ({ text }: Section): string | undefined => /^kind: (\w+)$/m.exec(text)?.[1];

/** Splits a file of Kubernetes objects. What is only comment is no document. */
export function sectionsOf(file: string, text: string): readonly Section[] {
  const sections: Section[] = [];
  let line = 1;
  for (const part of text.split(/^---[ \t]*$\n?/m)) {
    if (/^\s*[^\s#]/m.test(part)) sections.push({ file, line: line + leading(part), text: body(part) });
    line += part.split('\n').length;
  }
  return sections;
}

/** Lines of comment before an object, as the one that says who wrote the file. */
const head = /^(?:[ \t]*(?:#.*)?\n)*/;
const leading = (part: string): number => (head.exec(part)?.[0].split('\n').length ?? 1) - 1;
const body = (part: string): string => part.replace(head, '').trimEnd();

/** The object that a document holds. @throws UnreadableTree where it is none */
export function objectOf(section: Section, known: Known): Entity {
  const { file, line } = section;
  const value = valueIn(section, known);
  const { kind, namespace, name } = identityOf(section, value);
  const called = namespace ? `${namespace}/${name}` : name;
  return { layer: 'kubernetes', id: `${kind} ${called}`, kind, home: namespace, name, called, value, file, line };
}

function valueIn({ file, line, text }: Section, known: Known): unknown {
  if (known.has(text)) return known.get(text);
  try {
    const value = readYaml(text);
    known.set(text, value);
    return value;
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new UnreadableTree(file, `the document at line ${line} is no YAML: ${first}`);
  }
}

function identityOf({ file, line }: Section, value: unknown) {
  const { kind, apiVersion, metadata } = isFields(value) ? value : {};
  const { name, namespace } = isFields(metadata) ? metadata : {};
  if (!textOf(kind) || !textOf(apiVersion) || !textOf(name)) {
    throw new UnreadableTree(file, `the document at line ${line} is no Kubernetes object: it lacks a kind or a name`);
  }
  return { kind: String(kind), name: String(name), namespace: textOf(namespace) ?? '' };
}
