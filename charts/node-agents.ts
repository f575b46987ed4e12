import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import type { Workload } from '../constructs/pod/workload.ts';
import { Alloy } from '../constructs/services/monitoring/alloy.ts';
import { NodeExporter } from '../constructs/services/monitoring/node-exporter.ts';

/** What looks at the machines themselves and runs on each. Its pods see folders of the host: nothing else lives here. */
export class NodeAgents extends NamespaceChart {
  constructor(app: PlatformApp, loki: Workload | undefined) {
    super(app, 'node-agents', { tier: 'platform' });
    new NodeExporter(this, 'node-exporter');
    if (loki) new Alloy(this, 'alloy', { loki });
  }
}
