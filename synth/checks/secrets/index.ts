import { topic } from '../../model/check.ts';
import copiedCiphertext from './copied-ciphertext.ts';
import credentials from './credentials.ts';
import credentialsInText from './credentials-in-text.ts';
import missingSecrets from './missing-secrets.ts';
import plainSecrets from './plain-secrets.ts';
import publishedProjects from './published-projects.ts';
import sealedLeftovers from './sealed-leftovers.ts';
import sealedPlaceholders from './sealed-placeholders.ts';
import secretHomes from './secret-homes.ts';
import unsealedSecrets from './unsealed-secrets.ts';

export default topic('plain Secrets, secrets that nobody sealed, what looks like a credential in any output', [
  plainSecrets,
  unsealedSecrets,
  secretHomes,
  copiedCiphertext,
  missingSecrets,
  credentials,
  credentialsInText,
  sealedLeftovers,
  sealedPlaceholders,
  publishedProjects,
]);
