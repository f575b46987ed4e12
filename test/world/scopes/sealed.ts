import { createHash } from 'node:crypto';
import type { Kind } from '../kinds/kind.ts';
import { open, right, wrong } from '../kinds/kind.ts';
import { type Scope, scope } from '../scene.ts';

const file = 'sealed/prod-web/ghost-mail.json';

// biome-ignore lint/suspicious/noExplicitAny: a file of sealed/ as plain JSON, to be damaged.
type Json = any;

interface Damage {
  readonly called: string;
  readonly change: (text: string) => string;
}

/** Damage to the parsed file. */
const parsed = (called: string, change: (file: Json) => void): Damage => ({
  called,
  change: (text) => {
    const content = JSON.parse(text);
    change(content);
    return JSON.stringify(content, null, 2);
  },
});

/** Damage to each ciphertext of it. */
const ciphertext = (called: string, change: (value: string) => string): Damage =>
  parsed(called, ({ keys }) => {
    const { sealed } = keys.password;
    for (const home of Object.keys(sealed)) sealed[home] = change(sealed[home]);
  });

/** @param at counted from the end where it is below 0 */
const flipped = (at: number) => (value: string) => {
  const bytes = Buffer.from(value, 'base64');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = bytes.readUInt8(index) ^ 1;
  return bytes.toString('base64');
};

const damages: Kind<Damage> = {
  name: 'sealed file',
  cases: [
    ...right<Damage>({ called: 'nothing', change: (text) => text }),
    ...open<Damage>({ called: 'other white space', change: (text) => JSON.stringify(JSON.parse(text)) }),
    ...wrong<Damage>(
      'nobody can open it',
      ciphertext('one byte flipped in the value', flipped(-20)),
      ciphertext('one byte flipped in the session key', flipped(100)),
      ciphertext('one byte flipped in the length', flipped(0)),
      ciphertext('40 characters cut off', (value) => value.slice(0, -40)),
      ciphertext('one character cut off', (value) => value.slice(0, -1)),
      ciphertext('four characters more', (value) => `${value}AAAA`),
      ciphertext('a line break in it', (value) => `${value.slice(0, 64)}\n${value.slice(64)}`),
      ciphertext('nothing in it', () => ''),
      ciphertext('plain text in it', () => 'hunter2hunter2'),
      ciphertext('another alphabet', (value) => value.replaceAll('/', '_').replaceAll('+', '-')),
      parsed('the homes swapped', ({ keys }) => {
        const { sealed } = keys.password;
        const [one, two] = Object.keys(sealed) as [string, string];
        keys.password.sealed = { [one]: sealed[two], [two]: sealed[one] };
      }),
      parsed('another certificate', ({ keys }) => {
        keys.password.certificate = createHash('sha256').update('another').digest('hex');
      }),
    ),
    ...wrong<Damage>(
      'no file of ours',
      parsed('another format', (content) => {
        content.format = 2;
      }),
      parsed('the name of another secret', (content) => {
        content.secret = 'prod-web/ghost-database';
      }),
      parsed('no keys', (content) => {
        content.keys = {};
      }),
      parsed('another key', (content) => {
        content.keys = { passwort: content.keys.password };
      }),
      parsed('a day that is none', ({ keys }) => {
        keys.password.made = 'yesterday';
      }),
      { called: 'half a file', change: (text) => text.slice(0, text.length / 2) },
      { called: 'an empty file', change: () => '' },
    ),
  ],
};

/** What lies in `sealed/`: nobody but the cluster can open it, and synth must see what nobody can. */
export const sealedScopes: readonly Scope[] = ([2, 3] as const).map((phase) =>
  scope({
    prop: 'sealed',
    place: 'ghost-mail',
    kind: {
      ...damages,
      cases: damages.cases.map((one) => ({ ...one, value: { ...one.value, toString: () => one.value.called } })),
    },
    got: () => undefined,
    phases: [phase],
    scene: ({ change }) => ({ sealed: { file, change } }),
  }),
);
