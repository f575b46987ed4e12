import type { Model } from '../model/model.ts';
import { at, isFields, itemsOf, numberOf, textMapOf, textOf } from './json.ts';
import { once } from './once.ts';
import type { Labels } from './selector.ts';
import { written } from './written.ts';

/** A written Service, and the ports that it opens. */
export interface WrittenService {
  readonly path: string;
  readonly id: string;
  readonly namespace: string;
  /** The pods that it stands for; undefined where somebody else says who they are. */
  readonly selector?: Labels;
  /** `ClusterIP`, `NodePort`, `LoadBalancer`. */
  readonly type: string;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly port: number;
  readonly nodePort?: number;
  /** Lower case. */
  readonly protocol: string;
}

export const services: (model: Model) => readonly WrittenService[] = once((model) =>
  written(model, 'Service').map(({ path, id, namespace, spec }) => ({
    ...{ path, id, namespace },
    ...(isFields(at(spec, 'selector')) && { selector: textMapOf(at(spec, 'selector')) }),
    type: textOf(at(spec, 'type')) ?? 'ClusterIP',
    ports: itemsOf(at(spec, 'ports')).flatMap(({ port, nodePort, protocol }) =>
      typeof port === 'number'
        ? [{ port, nodePort: numberOf(nodePort), protocol: (textOf(protocol) ?? 'TCP').toLowerCase() }]
        : [],
    ),
  })),
);
