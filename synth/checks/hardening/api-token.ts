/*
 * Fields: spec.automountServiceAccountToken; spec.volumes[*].projected.sources[*].serviceAccountToken.
 * Allowed: false; tokens for another audience (Vault's), which the Kubernetes API refuses. relax.apiToken excuses the rest.
 */

import { check } from '../../model/check.ts';
import type { PodTemplate } from '../../reading/pods.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that see the token of their service account', (model) =>
  softPods(model, { excuse: 'apiToken', what: 'sees the token of its service account', got: tokens }),
);

function tokens({ automountToken, volumes }: PodTemplate): readonly string[] {
  if (automountToken !== false)
    return [`automountServiceAccountToken: ${automountToken ?? 'not set, which means true'}`];
  return volumes.filter(({ apiToken }) => apiToken).map(({ name }) => `volume ${name}`);
}
