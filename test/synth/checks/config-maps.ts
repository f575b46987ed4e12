import type { Model } from '../../../synth/model/model.ts';
import { object, scratch } from './scratch.ts';

/** One ConfigMap more in `prod-web`. */
export const configMap = (metadata: object) => (): Model =>
  scratch({
    add: ({ prod }) =>
      object(prod, { kind: 'ConfigMap', metadata: { name: 'extra', namespace: 'prod-web', ...metadata } }),
  });
