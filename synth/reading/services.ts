import type { Model } from '../model/model.ts';
import { at, itemsOf, numberOf, textOf } from './json.ts';
import { once } from './once.ts';
import { written } from './written.ts';

/** A written Service, and the ports that it opens. */
export interface WrittenService {
  readonly path: string;
  readonly id: string;
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
  written(model, 'Service').map(({ path, id, spec }) => ({
    ...{ path, id },
    type: textOf(at(spec, 'type')) ?? 'ClusterIP',
    ports: itemsOf(at(spec, 'ports')).flatMap(({ port, nodePort, protocol }) =>
      typeof port === 'number'
        ? [{ port, nodePort: numberOf(nodePort), protocol: (textOf(protocol) ?? 'TCP').toLowerCase() }]
        : [],
    ),
  })),
);
