/** Neither engine may delete what carries these. */
export const keepOnPrune = {
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
} as const;
