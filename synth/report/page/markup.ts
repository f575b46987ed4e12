/** Text that is HTML already: a template of `html`, or a file of ours. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template takes: nothing for `undefined` and `false`, a list one after the other. */
export type Hole = string | number | Markup | undefined | false | readonly Hole[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text, and between quotes as a value. Attributes are always quoted. Most texts have nothing to escape. */
const escaped = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] as string) : text;

/** HTML, in which every hole is text unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  let text = parts[0] as string;
  for (const [index, hole] of holes.entries()) text += shown(hole) + parts[index + 1];
  return new Markup(text);
}

function shown(hole: Hole): string {
  if (hole === undefined || hole === false) return '';
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === 'object') return hole.map(shown).join('');
  return escaped(String(hole));
}

/** Markup with something between. */
export const joined = (parts: readonly Hole[], between: Hole): readonly Hole[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));

/** A name as an anchor has it: letters, digits and dashes alone. */
export const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
