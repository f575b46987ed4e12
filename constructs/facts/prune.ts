/** Neither engine may delete what carries these. */
export const keepOnPrune = {
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
} as const;

/**
 * Kubernetes takes no other size, class or machine for a claim that stands: one that differs would stop all that is applied
 * with it. So Flux makes it when it is not there and then leaves it alone; Argo CD's half is in `ArgoApplication`.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export const writtenOnce = { ...keepOnPrune, 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } as const;

/**
 * A label by which K3s deletes no object that its file no longer holds, or that another file of the same name does not: with
 * these goes everything that an engine has made.
 *
 * @see https://github.com/rancher/wrangler
 */
export const keepOnDeploy = { 'objectset.rio.cattle.io/prune': 'false' } as const;

/** What a person does when the object has changed, since nothing in the cluster does it. `npm run synth` prints it. */
export const byHand = 'uyoop.fr/by-hand';
