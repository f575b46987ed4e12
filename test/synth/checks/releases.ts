import type { Model } from '../../../synth/model/model.ts';
import { object, scratch } from './scratch.ts';

/** A chart that Flux installs among the operators. */
export const released =
  (version: string | undefined, values: object = {}) =>
  (): Model =>
    scratch({
      add: ({ operators }) =>
        object(operators, {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { name: 'chart', namespace: 'cert-manager' },
          spec: {
            interval: '1h',
            chart: { spec: { chart: 'a', version, sourceRef: { kind: 'HelmRepository', name: 'a' } } },
            values,
          },
        }),
    });
