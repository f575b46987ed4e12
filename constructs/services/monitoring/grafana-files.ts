import { type FileText, type Workload, yamlText } from '../../index.ts';
import { dashboardFile } from './grafana-settings.ts';

/** What Grafana asks; logs where they are kept. */
export interface Sources {
  readonly prometheus: Workload;
  readonly alertmanager: Workload;
  readonly loki?: Workload;
}

const provisioning = '/etc/grafana/provisioning';

/** Everything that Grafana shows, as the files that it reads when it starts. */
export function provisioned(sources: Sources, dashboard: () => object): Readonly<Record<string, FileText>> {
  return {
    [`${provisioning}/datasources/uyoop.yaml`]: dataSources(sources),
    [`${provisioning}/dashboards/uyoop.yaml`]: dashboardProvider,
    // By id, so that a link in a mail stays true.
    [dashboardFile]: () => `${JSON.stringify(dashboard(), null, 2)}\n`,
  };
}

/** @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
function dataSources({ prometheus, alertmanager, loki }: Sources): string {
  const asksPrometheus = { httpMethod: 'POST', timeInterval: '30s', prometheusType: 'Prometheus' };
  return yamlText({
    apiVersion: 1,
    // What a file no longer names goes.
    prune: true,
    datasources: [
      { ...source('Prometheus', prometheus), isDefault: true, jsonData: asksPrometheus },
      { ...source('Alertmanager', alertmanager), jsonData: { implementation: 'prometheus' } },
      ...(loki ? [{ ...source('Loki', loki), jsonData: { maxLines: 1000 } }] : []),
    ],
  });
}

function source(name: string, { address }: Workload) {
  const type = name.toLowerCase();
  return { name, type, uid: type, access: 'proxy', url: `http://${address}`, editable: false };
}

const dashboardProvider = yamlText({
  apiVersion: 1,
  providers: [
    {
      name: 'uyoop',
      type: 'file',
      disableDeletion: true,
      allowUiUpdates: false,
      options: { path: dashboardFile.slice(0, dashboardFile.lastIndexOf('/')) },
    },
  ],
});
