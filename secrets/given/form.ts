import { parseDocument } from 'yaml';
import type { Recipe, ValueForm } from '../../constructs/secret/secret.ts';
import { idOf, type Wanted } from '../declared/declared.ts';

/** What no program reads as nothing, and no person sees: each would become part of a password. */
const invisible: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a byte order mark: save the file as UTF-8 without BOM', /\ufeff/],
  ['a NUL: save the file as UTF-8', /\0/],
  ['ends of lines as Windows writes them: save the file with LF', /\r/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  ['a control character', /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]/],
  ['a character without width: type it anew instead of copying it', /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064]/],
];

/** What is wrong with a text that somebody handed over, whatever it is for. No answer holds any of it. */
export function unreadableIn(text: string): string | undefined {
  const found = invisible.find(([, pattern]) => pattern.test(text));
  return found && `it holds ${found[0]}`;
}

const forms: Readonly<Record<ValueForm, (text: string) => string | undefined>> = {
  line: (text) => {
    if (text.includes('\n')) return 'it has several lines, and its reader takes one';
    return text === text.trim() ? undefined : 'it begins or ends with a blank';
  },
  url: (text) => {
    const host = URL.canParse(text) && new URL(text).host;
    return host ? forms.line(text) : 'it is no URL with a host: what is special in a password is percent-encoded there';
  },
  yaml: (text) => {
    const document = parseDocument(text, { logLevel: 'silent' });
    const mapping = document.errors.length === 0 && typeof document.toJS() === 'object' && document.toJS() !== null;
    return mapping ? undefined : 'it is no YAML with keys and values';
  },
};

/** @throws when a value is not what its reader could take. */
export function refuseMalformed(wanted: Wanted, text: string): void {
  const problem = unreadableIn(text) ?? forms[formOf(wanted.recipe)](text) ?? reservedIn(wanted.recipe, text);
  if (problem) throw new Error(`${idOf(wanted)}: ${problem}; nothing was written`);
}

const formOf = (recipe: Recipe): ValueForm => (recipe.from === 'given' ? (recipe.form ?? 'line') : 'line');

/** An application that has an account of its own by that name would take this person for it. */
function reservedIn(recipe: Recipe, text: string): string | undefined {
  const reserved = recipe.from === 'given' ? (recipe.reserved ?? []).map((name) => name.toLowerCase()) : [];
  if (reserved.length === 0) return undefined;
  const users: unknown = parseDocument(text, { logLevel: 'silent' }).toJS()?.users;
  const names = typeof users === 'object' && users !== null ? Object.keys(users) : [];
  const taken = names.find((name) => reserved.includes(name.toLowerCase()));
  return taken && `its user '${taken}' is an application's own account; give that person another name`;
}
