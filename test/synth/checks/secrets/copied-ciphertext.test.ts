import check from '../../../../synth/checks/secrets/copied-ciphertext.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one key for another',
  () =>
    rewritten(scratch(), ({ kind, spec }) => {
      if (kind === 'SealedSecret' && 'root-password' in spec.encryptedData)
        spec.encryptedData['root-password'] = spec.encryptedData.password;
    }),
  "one ciphertext stands in two places, and opens in one at most, got prod-web/wiki-database 'password' and prod-web/wiki-database 'root-password'",
);
