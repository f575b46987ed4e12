import { expect, it } from 'vitest';
import check from '../../../../synth/checks/secrets/unsealed-secrets.ts';
import { ciphertext, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

/** The password of the wiki's database, as somebody left it. */
const sealed = (value: unknown) => () =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind !== 'SealedSecret' || metadata.name !== 'wiki-database') return;
    if (value === undefined) delete spec.encryptedData.password;
    else spec.encryptedData.password = value;
  });
const lacks = "prod-web/wiki/secret-database: a secret that nobody sealed, got prod-web/wiki-database lacks 'password'";

refuses('a key that is missing', sealed(undefined), lacks);
refuses('a key that is no base64', sealed('not sealed yet'), lacks);
refuses('a key that is too short for a ciphertext', sealed(Buffer.alloc(100, 1).toString('base64')), lacks);

refuses(
  'all of them, told once',
  () =>
    rewritten(scratch(), ({ kind, spec }) => {
      if (kind === 'SealedSecret') spec.encryptedData = {};
    }),
  "2 secrets that nobody sealed, got prod-web/wiki-database lacks 'password', 'root-password'; security/authelia-keys lacks 'session' (also security/authelia/secret-keys)",
);

it('a ciphertext of the tests looks like one', () => {
  expect(Buffer.from(ciphertext('a'), 'base64').length).toBeGreaterThan(512);
});
