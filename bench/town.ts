import { type Build, buildCharts } from '../charts/index.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import type { PodProps } from '../constructs/pod/pod-props.ts';
import { Service } from '../constructs/service/service.ts';
import type { Platform } from '../platform/types.ts';
import { uyoop } from '../platform/uyoop.ts';

/** Services of one namespace. */
const neighbours = 20;

const pod = {
  image: 'example/shop:1.2.3',
  user: 1000,
  resources: { cpu: '1m', memory: '1Mi' },
} as const satisfies PodProps;

/** A web server, a store behind it, and a configuration: nine objects. */
class Shop extends Service {
  constructor(scope: NamespaceChart, id: string, greeting: string) {
    super(scope, id);
    const store = this.workload('store', { ...pod, ports: { store: 6379 }, probe: '/ready' });
    this.workload('web', {
      ...pod,
      ports: { http: 8080 },
      probe: '/health',
      env: { STORE: store.address },
      files: { '/etc/shop/shop.conf': `listen = 8080\ngreeting = ${greeting}\n` },
      reaches: [store],
    });
  }
}

/** The owner's platform, on machines that hold whatever is put there. */
export const roomy: Platform = {
  ...uyoop,
  machines: uyoop.machines.map((machine) => ({ ...machine, cores: 4096, memory: '1048576Gi', disk: '1048576Gi' })),
};

export interface Town {
  /** How many shops stand in it. */
  readonly shops: number;
  /** What the first one says. */
  readonly greeting: string;
}

/** All that the owner's platform is, and shops beside it: what is derived of services is derived of theirs too. */
export function townOf({ shops, greeting }: Town): Build {
  return (app, attempt) => {
    for (let first = 0; first < shops; first += neighbours) {
      const chart = new NamespaceChart(app, `street-${first / neighbours}`, { tier: 'prod' });
      const end = Math.min(shops, first + neighbours);
      for (let number = first; number < end; number++)
        new Shop(chart, `shop-${number}`, number === 0 ? greeting : 'welcome');
    }
    buildCharts(app, attempt);
  };
}
