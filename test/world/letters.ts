import type { Edit } from './scene.ts';
import type { Letter } from './synthesis.ts';

/** Errors of the language or of a library, which say nothing to whoever wrote the model. */
const raw =
  /already a Construct with name|Cannot read prop|is not a function|is not iterable|undefined \(reading|Invalid URL|must be of type|Validation failed|\n\s+at /;
/** The classes of our own refusals. */
const ours = /^(Value)?Error$/;
/** A sentence that says what to do, what is wanted, or what there is to choose from. */
const cure =
  /; |: (write|use|give|keep|add|say|name|make|drop|list|lower)|\b[Rr]estore it\b|\b(must|needs|wants|write|use|add|give|say)\b|did you mean|\bit is (a|1|'|\d)|\([^()]+, [^()]+\)$/;
/** What stands in for the cure of a plain error: its own words must then have one. */
const vague = /^$|correct what is named here|correct the line that threw/;
/** More than this is not one letter: somebody looks for the cause among them. */
const most = 3;

/** What is wrong with a refusal, as whoever reads it would say. */
export function letterFaults({ place, got }: Edit, letters: readonly Letter[]): readonly string[] {
  const whole = letters.map((letter) => `${letter.text} ${letter.got}`).join('\n');
  // What exceeds a machine is told as the sum that it makes.
  const summed = letters.some(({ text }) => text.includes('exceed the machine'));
  const shown = summed || shows(whole, got);
  return [
    ...(letters.some(({ text, thrown }) => raw.test(text) || (thrown !== undefined && !ours.test(thrown)))
      ? ['a raw error']
      : []),
    ...(letters.some((letter) => letter.got && raw.test(letter.got)) ? ['a raw error in a finding'] : []),
    ...(letters.some(({ text }) => text.includes('nobody can judge')) ? ['a check cannot read what is written'] : []),
    ...(isNamed(place, whole) ? [] : ['no place']),
    ...(shown ? [] : ['no value']),
    ...(letters.every((letter) => !vague.test(letter.cure) || cure.test(letter.got)) ? [] : ['no cure']),
    ...(letters.length > most ? [`${letters.length} letters for one cause`] : []),
  ];
}

/** What exceeds a machine is told by the machine's name. */
const isNamed = (place: Edit['place'], text: string): boolean =>
  [place].flat().some((one) => text.toLowerCase().includes(one.toLowerCase()));

/** Whether a text shows a value, or its beginning. */
function shows(text: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  if (typeof value === 'object')
    return Object.values(value).length === 0 || Object.values(value).some((inner) => shows(text, inner));
  const plain = String(value);
  const escaped = JSON.stringify(plain).slice(1, -1);
  if (plain.trim() === '') return text.includes(`'${escaped}'`) || /''|""|empty|nothing|\bno\b|without/.test(text);
  // An amount is also shown as a person reads it: 1 MiB.
  const forms = [
    plain,
    escaped,
    plain.trim(),
    plain.replace(/^0*(\d+(?:\.\d+)?)([MG])i$/, '$1 $2iB'),
    escaped.replace(/\\(["\\])/g, '$1'),
  ];
  return forms.some((form) => text.includes(form.slice(0, 40)));
}
