import { fieldsOf, isFields } from '../../synth/reading/json.ts';
import { type Entity, UnreadableTree } from './entity.ts';

/** The blocks of a stack by their addresses, as Terraform calls them. @throws UnreadableTree when the file is no JSON */
export function blocksOf(file: string, text: string): readonly Entity[] {
  const stack = file.split('/').at(-2) ?? '';
  const json = jsonOf(file, text);
  const block = (kind: string, address: string, value: unknown): Entity => {
    const called = `${stack} ${address}`;
    const name = address.split('.').at(-1) ?? address;
    const line = lineOf(text, address);
    return { layer: 'terraform', id: called, kind, home: stack, name, called, value, file, line };
  };
  return Object.entries(json).flatMap(([section, content]) => sectionBlocks(section, content, block));
}

type MakeBlock = (kind: string, address: string, value: unknown) => Entity;

function sectionBlocks(section: string, content: unknown, block: MakeBlock): readonly Entity[] {
  if (section === '//') return [];
  if (section === 'resource' || section === 'data') return typed(section, content, block);
  if (section === 'import' || section === 'moved' || section === 'removed') {
    const named = [content].flat().map((one) => fieldsOf(one));
    return named.map((one) => block(section, `${section}.${one['to'] ?? one['from']}`, withoutComments(one)));
  }
  if (section === 'terraform' || !isFields(content)) return [block(section, section, withoutComments(content))];
  return Object.entries(content).map(([name, value]) => block(section, `${section}.${name}`, withoutComments(value)));
}

function typed(section: 'resource' | 'data', types: unknown, block: MakeBlock): readonly Entity[] {
  const prefix = section === 'data' ? 'data.' : '';
  return Object.entries(fieldsOf(types)).flatMap(([type, blocks]) =>
    Object.entries(fieldsOf(blocks)).map(([name, body]) =>
      block(`${prefix}${type}`, `${prefix}${type}.${name}`, withoutComments(body)),
    ),
  );
}

/** `//` is Terraform's own word for a comment in JSON. */
function withoutComments(value: unknown): unknown {
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '//'));
}

function jsonOf(file: string, text: string) {
  const json = parsed(file, text);
  if (!isFields(json)) throw new UnreadableTree(file, 'is no stack of Terraform: a map of sections');
  return json;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableTree(file, `is no JSON: ${(error as Error).message}`);
  }
}

/** Where a block begins: its name's first line behind its type's. */
function lineOf(text: string, address: string): number {
  let at = 0;
  for (const word of address.split('.')) {
    const found = text.indexOf(`"${word}"`, at);
    if (found >= 0) at = found;
  }
  return text.slice(0, at).split('\n').length;
}
