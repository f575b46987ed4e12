import type { Model } from '../../../synth/model/model.ts';
import type { Fields } from '../../support/manifests.ts';
import { rewritten, Scratch, scratch } from './scratch.ts';

/** A model with the labels of the lab's namespace changed. */
export const namespaced = (change: (labels: Fields) => void, model: Model = scratch()): Model =>
  rewritten(model, ({ kind, metadata }) => {
    if (kind === 'Namespace' && metadata.name === 'ai-lab') change(metadata.labels);
  });

/** The lab's namespace at a level of Pod Security. */
export const labelled = (level: string, model: Model = scratch()): Model =>
  namespaced((labels) => {
    for (const mode of ['enforce', 'warn', 'audit']) labels[`pod-security.kubernetes.io/${mode}`] = level;
  }, model);

/** A pod in the lab that runs as root, with the reason. */
export const withRoot = (): Model =>
  scratch({
    add: ({ dev }) =>
      new Scratch(dev, 'soft', { user: 'root', relax: { root: 'its entrypoint changes users itself' } }),
  });
