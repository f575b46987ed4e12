/*
 * Fields: secretKeyRef, secretRef, volumes[*].secret, projected secrets and imagePullSecrets of pods, optional ones aside.
 * Allowed: a Secret of the same namespace that is sealed, made by a Certificate, or there before GitOps.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { certificates } from '../../reading/certificates.ts';
import { podTemplates } from '../../reading/pods.ts';
import { sealedSecrets } from '../../reading/sealed-secrets.ts';
import { written } from '../../reading/written.ts';

const cure = 'declare it in the same namespace with this.secret(), or correct the name';

export default wholeCheck('pods that wait for a Secret that nobody makes', (model) => {
  const made = madeSecrets(model);
  return podTemplates(model).flatMap(({ path, namespace, secrets }) =>
    [...new Set(secrets)]
      .filter((name) => !made.has(`${namespace}/${name}`))
      .map((name) => ({
        where: path,
        what: 'pods wait for a Secret that nobody makes',
        got: `Secret '${name}' in namespace '${namespace}'`,
        cure,
      })),
  );
});

function madeSecrets(model: Model): ReadonlySet<string> {
  // That nobody sealed a secret which is declared, unsealed-secrets says.
  const declared = model.inventory.secrets.filter(({ backend }) => backend !== 'vault');
  return new Set([
    ...declared.map(({ homes }) => homes.sealed),
    ...sealedSecrets(model).flatMap(({ id, makes }) => [id, makes]),
    ...certificates(model).map(({ secret }) => secret),
    ...written(model, 'Secret').map(({ id }) => id),
  ]);
}
