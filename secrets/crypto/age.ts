/**
 * The library of age's own author. It is loaded when it is asked for, and not part of the bundle: synth never needs it.
 *
 * @see https://github.com/FiloSottile/typage
 */
export type LoadAge = () => Promise<Pick<typeof import('age-encryption'), 'Encrypter' | 'Decrypter'>>;

/** Encryption for the safe. @throws when the recipient is none. */
export async function encryptFor(load: LoadAge, recipient: string): Promise<(bytes: Buffer) => Promise<Buffer>> {
  const { Encrypter } = await load();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new Error('--recipient is no age recipient (age1...): it is what age-keygen prints as public key');
  }
  return async (bytes) => Buffer.from(await encrypter.encrypt(bytes));
}

/** Decrypts with the identities in the text of an identity file. @throws when it holds none. */
export async function decryptWith(
  load: LoadAge,
  text: string,
  file: string,
): Promise<(bytes: Buffer, name: string) => Promise<Buffer>> {
  const { Decrypter } = await load();
  const decrypter = new Decrypter();
  const identities = text.split(/\r?\n/).filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  try {
    if (identities.length === 0) throw new Error('none');
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch {
    throw new Error(`${file}: holds no age identity (a line that age-keygen wrote)`);
  }
  return async (bytes, name) => {
    try {
      return Buffer.from(await decrypter.decrypt(bytes));
    } catch {
      throw new Error(`${name}: ${file} does not decrypt it: it is for another recipient, or cut off`);
    }
  };
}
