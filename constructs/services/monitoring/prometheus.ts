import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { type Inventory, noBackup, Service, type Workload } from '../../index.ts';
import { rulesFile } from './alerts/alert.ts';
import { machinePages } from './metrics/machine-ports.ts';
import type { JobKind } from './metrics/metric-catalog.ts';
import { scrapeJobs } from './metrics/scrape.ts';
import { prometheusConfig } from './prometheus-config.ts';
import { ruleGroups } from './rules.ts';

export interface PrometheusProps {
  readonly alertmanager: Workload;
  readonly blackbox: Workload;
  /** All that is built: jobs and rules follow from it. Asked for when the files are written. */
  readonly inventory: () => Inventory;
}

const volumeGibibytes = 8;

/**
 * Measurements and alerts. It has no public name: Grafana is the way to it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/storage/
 */
export class Prometheus extends Service {
  readonly web: Workload;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrometheusProps,
  ) {
    super(scope, id);
    const { alertmanager, blackbox, inventory } = props;
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
            inventory: inventory(),
            alertmanager: hostAndPort(alertmanager),
            blackbox: hostAndPort(blackbox),
            rulesFile: rules,
          }),
        [rules]: () => rulesFile(ruleGroups(platform, inventory(), this.kinds)),
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
    const { blackbox, inventory } = this.props;
    return new Set(scrapeJobs(this.platform, inventory(), hostAndPort(blackbox)).flatMap(({ kind }) => kind ?? []));
  }
}

const hostAndPort = ({ host, port }: Workload): string => `${host}:${port}`;
