/** A place that looks like a credential and is none. */
export interface LeakException {
  /** A file, or a folder with a slash at its end. */
  readonly path: string;
  /** How what is found there is reported; its beginning is enough. */
  readonly what: string;
  readonly reason: string;
}

/** Each is found again at every run: one that excepts nothing any more is refused. */
export const leakExceptions: readonly LeakException[] = [
  {
    path: 'test/synth/checks/secrets/credentials.test.ts',
    what: 'a password in a URL',
    reason: 'the broken model that check 6 must refuse',
  },
  {
    path: 'test/secrets/values.test.ts',
    what: 'a private key in PEM',
    reason: 'the first line that a made key must have, without a key',
  },
  {
    path: 'test/platform/values/values.test.ts',
    what: 'a password in a URL',
    reason: 'an address with a login, which a repository must not have',
  },
  {
    path: 'test/synth/checks/schemas/facts.test.ts',
    what: 'a password in a URL',
    reason: 'the same, among the facts of an owner',
  },
  {
    path: 'hosts/rehearsal/safe.mjs',
    what: 'the digest of a password',
    reason: 'the form of one, of no password: the rehearsal needs an account that nobody logs in to',
  },
];
