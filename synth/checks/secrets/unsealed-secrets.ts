/*
 * Fields: SealedSecret spec.encryptedData; keys of each SecretClaim that Git serves.
 * Allowed: base64 of more than one RSA block for each key.
 */

import { check } from '../../model/check.ts';
import { misshapen } from '../../reading/schema.ts';
import { sealedSecrets } from '../../reading/sealed-secrets.ts';

const cure = 'run npm run secrets -- seal: it makes what is random; --from-env takes the rest';

export default check('secrets that nobody sealed', (model) => {
  // What cannot be read may be what is missing.
  if (misshapen(model).size > 0) return [];
  const sealed = new Map(sealedSecrets(model).map(({ id, values }) => [id, values]));
  const lacking = model.inventory.secrets.flatMap(({ node, home, keys }) => {
    const values = home === undefined ? undefined : (sealed.get(home) ?? {});
    const wanting = values ? Object.keys(keys).filter((key) => !isCiphertext(values[key])) : [];
    const names = wanting.map((key) => `'${key}'`).join(', ');
    return wanting.length === 0 ? [] : [{ where: node.path, got: `${home} lacks ${names}` }];
  });
  const [first, ...more] = lacking;
  if (!first) return [];
  const got = lacking.map((one) => one.got).join('; ');
  const what = more.length === 0 ? 'a secret that nobody sealed' : `${lacking.length} secrets that nobody sealed`;
  return [{ where: first.where, what, got, cure, also: more.map(({ where }) => where) }];
});

/** Base64 of more than an RSA-2048 block; the controller's own keys give 512 bytes and what follows. */
function isCiphertext(value: string | undefined): boolean {
  if (value === undefined || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  return Buffer.byteLength(value, 'base64') > 256;
}
