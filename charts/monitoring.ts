import { landmarks } from '../constructs/facts/landmarks.ts';
import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import type { Inventory } from '../constructs/inventory.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import type { Workload } from '../constructs/pod/workload.ts';
import { Alertmanager } from '../constructs/services/monitoring/alertmanager.ts';
import { Blackbox } from '../constructs/services/monitoring/blackbox.ts';
import { Grafana } from '../constructs/services/monitoring/grafana.ts';
import { Loki } from '../constructs/services/monitoring/loki.ts';
import { Prometheus } from '../constructs/services/monitoring/prometheus.ts';

/** Measurements, alerts and, from phase 2 on, logs of both machines and both runtimes. */
export class Monitoring extends NamespaceChart {
  /** Where logs go, if they are kept. */
  readonly loki: Workload | undefined;

  /** @param inventory all that is built, the portal too: asked for when everything is */
  constructor(app: PlatformApp, inventory: () => Inventory) {
    super(app, landmarks.prometheus.namespace, { tier: 'platform', web: true });
    const { phase, logs } = app.platform;
    const alertmanager = new Alertmanager(this, 'alertmanager').web;
    const blackbox = new Blackbox(this, 'blackbox').web;
    this.loki = logs && phase >= 2 ? new Loki(this, 'loki').web : undefined;
    const prometheus = new Prometheus(this, landmarks.prometheus.service, { alertmanager, blackbox, inventory });
    new Grafana(this, 'grafana', { host: 'grafana.uyoop.fr', prometheus, alertmanager, loki: this.loki });
  }
}
