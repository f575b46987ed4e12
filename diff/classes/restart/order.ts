import type { Consequence } from '../../change/change.ts';
import type { Changed } from '../../compare/changed.ts';
import { layerOf } from '../../sides/pods.ts';
import { restartsPods } from './restarts.ts';

/** The layers in the order in which the engine applies them. */
const layers: readonly string[] = ['bootstrap', 'flux', 'argocd', 'operators', 'configuration', 'services'];

/** Which restarts come first, where more than one layer has any: a layer waits for the one before it. */
export const restartOrder: Consequence = (changes) => {
  const own = changes.filter(restartsPods);
  const steps = layers.flatMap((layer) => {
    const names = own.filter(({ entity }) => layerOf(entity) === layer).map(({ entity }) => entity.called);
    return names.length > 0 ? [`${layer} (${names.join(', ')})`] : [];
  });
  const [first] = own;
  if (steps.length < 2 || !first) return [];
  const says = `${steps.join(', then ')}; what stands together restarts at once`;
  return [{ object: 'order', called: 'order of the restarts', says, place: placeOf(first) }];
};

const placeOf = ({ entity: { file, line } }: Changed) => ({ file, line });
