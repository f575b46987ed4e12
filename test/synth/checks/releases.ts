import type { Model } from '../../../synth/model/model.ts';
import { object, scratch } from './scratch.ts';

const strategy = { name: 'RetryOnFailure' };
/** What a release says so that it never gives up. */
export const keepsTrying = { install: { strategy }, upgrade: { strategy } };

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
            ...keepsTrying,
            chart: { spec: { chart: 'a', version, sourceRef: { kind: 'HelmRepository', name: 'a' } } },
            values,
          },
        }),
    });
