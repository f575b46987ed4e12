import { credentialsByForm, isLiteral, namesCredential } from '../../synth/reading/credential-patterns.ts';
import { looksSealed } from '../crypto/seal.ts';

/** What looks like a credential in one line. In a program only what stands in quotes is a value; elsewhere it may stand bare. */
export function leaksInLine(line: string, code: boolean): readonly string[] {
  const names = assignmentsIn(line, code).map((name) => `a value for '${name}'`);
  return [...credentialsByForm(line), ...spokenIn(line), ...names];
}

const quoted = /(?:^|[\s,{([;"'`$])["'`]?([\w.-]+)["'`]?\s*(?:=>|:=|[:=])\s*["'`]([^"'`\s]{12,})["'`]/g;
const bare = /^\s*(?:export\s+|-\s+|set\s+)?([\w.-]+)\s*(?:=>|:=|[:=])\s*([^"'`\s,;]{12,})\s*[,;]?\s*$/g;
const defined = /\bdefine\(\s*["'](\w+)["']\s*,\s*["']([^"'\s]{12,})["']/g;

/** What is handed over to `npm run secrets`: a value whatever it looks like. */
const handedOver = /["']?\b(UYOOP_[A-Z0-9_]+)["']?\s*[:=]\s*["']?[^\s"'$]/g;

function assignmentsIn(line: string, code: boolean): string[] {
  if (!/[:=(]/.test(line)) return [];
  const found = [...line.matchAll(quoted), ...line.matchAll(defined), ...(code ? [] : line.matchAll(bare))];
  const given = code ? [] : [...line.matchAll(handedOver)].map(([, name = '']) => name);
  const named = found.flatMap(([, name = '', value = '']) =>
    namesCredential(name) && isCredential(value) ? [name] : [],
  );
  return [...new Set([...given, ...named])];
}

/** Where a program is told a credential without a name beside it: the value is the group. */
const spoken: readonly (readonly [what: string, form: RegExp])[] = [
  [
    'a credential in a header',
    /\b(?:authorization\s*:\s*(?:bearer|basic|token)|(?:private-token|x-vault-token|x-api-key)\s*:)\s*([\w.~+/=-]{12,})/gi,
  ],
  ['a password in a command', /\bcurl\b.*\s(?:-u|--user)[\s=]+["']?[^\s:"']+:([^\s"']{12,})/g],
  ['a password in a command', /\b(?:mysql|mariadb)\w*\b.*\s(?:-p|--password=)([^\s"']{12,})/g],
  ['a password in SQL', /\b(?:IDENTIFIED (?:WITH \w+ )?(?:BY|AS)|PASSWORD)\s+'([^'\s]{12,})'/gi],
  ['a login of netrc', /\bmachine\s+\S+\s+login\s+\S+\s+password\s+(\S{12,})/g],
  ['a token of npm', /\/:_(?:authToken|auth|password)=(\S{12,})/g],
];

function spokenIn(line: string): string[] {
  const found = spoken.filter(([, form]) => [...line.matchAll(form)].some(([, value = '']) => isCredential(value)));
  return [...new Set(found.map(([what]) => what))];
}

/** Whether a text is a credential, where one may stand: no reference, no words, no ciphertext. */
export function isCredential(text: string): boolean {
  return isLiteral(text) && isRandom(text) && !looksSealed(text);
}

/** Whether a text is more than words: as many bits a character as twelve random letters and digits have at least. */
export function isRandom(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && bitsOf(text) >= 3;
}

/** Shannon's: bits a character, by how often each occurs in this very text. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}
