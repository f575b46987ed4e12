import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { type Inventory, noBackup, Service, takeInventory, type Workload } from '../../index.ts';
import { rulesFile } from './alerts/alert.ts';
import { machinePages } from './metrics/machine-ports.ts';
import type { JobKind } from './metrics/metric-catalog.ts';
import { scrapeJobs } from './metrics/scrape.ts';
import { prometheusConfig } from './prometheus-config.ts';
import { ruleGroups } from './rules.ts';

export interface PrometheusProps {
  readonly alertmanager: Workload;
  readonly blackbox: Workload;
}

const volumeGibibytes = 8;

/**
 * Measurements and alerts. Its jobs and rules are read off the whole model when everything is built, whoever was built
 * after it included. It has no public name: Grafana is the way to it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/storage/
 */
export class Prometheus extends Service {
  override readonly system = 'Prometheus';
  readonly web: Workload;
  private readonly blackbox: string;
  private taken: Inventory | undefined;

  constructor(scope: Construct, id: string, { alertmanager, blackbox }: PrometheusProps) {
    super(scope, id);
    this.blackbox = hostAndPort(blackbox);
    const data = this.volume('data', {
      size: `${volumeGibibytes}Gi`,
      backup: noBackup('measurements of the last month: what they tell of is over, and they begin anew within minutes'),
    });
    // GET on nodes/metrics is what kubelet asks for its three pages; discovery would need more and the model knows better.
    this.grant('metrics', [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }]);
    const rules = '/etc/prometheus/rules.yml';
    const { platform } = this;

    this.web = this.workload('web', {
      image: images.prometheus,
      user: 65534,
      args: [
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.retention.time=30d',
        // Its log and what it is about to compact come on top.
        `--storage.tsdb.retention.size=${Math.floor(volumeGibibytes * 0.75)}GB`,
      ],
      ports: { http: 9090 },
      volumes: { '/prometheus': data },
      files: {
        '/etc/prometheus/prometheus.yml': () =>
          prometheusConfig({
            platform,
            inventory: this.inventory,
            alertmanager: hostAndPort(alertmanager),
            blackbox: this.blackbox,
            rulesFile: rules,
          }),
        [rules]: () => rulesFile(ruleGroups(platform, this.inventory, this.kinds)),
      },
      resources: { cpu: '100m', memory: '384Mi', memoryLimit: '768Mi' },
      probe: { http: '/-/ready', startupSeconds: 600 },
      graceSeconds: 120,
      relax: { apiToken: 'kubelet shows its metrics to whoever may get nodes/metrics; the role gives nothing else' },
      // Its way to Alertmanager is the one that it reads metrics by.
      reaches: [blackbox, machinePages(platform)],
      metrics: {},
    });
  }

  /** The kinds of page that are scraped. Not to be asked before everything is built. */
  get kinds(): ReadonlySet<JobKind> {
    return new Set(scrapeJobs(this.platform, this.inventory, this.blackbox).flatMap(({ kind }) => kind ?? []));
  }

  private get inventory(): Inventory {
    this.taken ??= takeInventory(this.node.root);
    return this.taken;
  }
}

const hostAndPort = ({ host, port }: Workload): string => `${host}:${port}`;
