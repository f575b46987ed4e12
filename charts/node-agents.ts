import { Alloy } from '../constructs/monitoring/alloy.ts';
import { NodeExporter } from '../constructs/monitoring/node-exporter.ts';
import { NamespaceChart } from '../constructs/namespace.ts';
import type { PlatformApp } from '../constructs/platform-app.ts';
import type { Workload } from '../constructs/workload.ts';

/** What looks at the machines themselves and runs on each. Its pods see folders of the host: nothing else lives here. */
export class NodeAgents extends NamespaceChart {
  constructor(app: PlatformApp, loki: Workload | undefined) {
    super(app, 'node-agents', { tier: 'platform' });
    new NodeExporter(this, 'node-exporter');
    if (loki) new Alloy(this, 'alloy', { loki });
  }
}
