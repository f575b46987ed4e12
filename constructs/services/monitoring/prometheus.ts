import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { type FileText, type Inventory, noBackup, Service, type Workload } from '../../index.ts';
import { rulesFile } from './alerts/alert.ts';
import { machinePages } from './metrics/machine-ports.ts';
import type { JobKind } from './metrics/metric-catalog.ts';
import { scrapeJobs } from './metrics/scrape.ts';
import type { ScrapeJob } from './metrics/scrape-job.ts';
import { flags, paths, prometheusConfig } from './prometheus-config.ts';
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
  override readonly system = 'Prometheus';
  readonly web: Workload;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrometheusProps,
  ) {
    super(scope, id);
    const backup = noBackup(
      'measurements of the last month: what they tell of is over, and they begin anew within minutes',
    );
    const data = this.volume('data', { size: `${volumeGibibytes}Gi`, backup });
    // GET on nodes/metrics is what kubelet asks for its three pages; discovery would need more and the model knows better.
    this.grant('metrics', [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }]);
    this.web = this.workload('web', {
      ...program,
      volumes: { [paths.data]: data },
      files: this.files(),
      // Its way to Alertmanager is the one that it reads metrics by.
      reaches: [props.blackbox, machinePages(this.platform)],
    });
  }

  /** The kinds of page that are scraped. Not to be asked before everything is built. */
  get kinds(): ReadonlySet<JobKind> {
    return new Set(this.jobs.flatMap(({ kind }) => kind ?? []));
  }

  private get jobs(): readonly ScrapeJob[] {
    return scrapeJobs(this.platform, this.props.inventory(), this.props.blackbox.address);
  }

  private files(): Readonly<Record<string, FileText>> {
    const { platform, props } = this;
    const { address: alertmanager } = props.alertmanager;
    return {
      [paths.config]: () => prometheusConfig({ platform: platform.name, jobs: this.jobs, alertmanager }),
      [paths.rules]: () => rulesFile(ruleGroups(platform, props.inventory(), this.kinds)),
    };
  }
}

const program = {
  image: images.prometheus,
  user: 65534,
  args: flags(volumeGibibytes),
  ports: { http: 9090 },
  resources: { cpu: '100m', memory: '384Mi', memoryLimit: '768Mi' },
  probe: { http: '/-/ready', startupSeconds: 600 },
  graceSeconds: 120,
  relax: {
    apiToken: 'kubelet shows its metrics to whoever may get nodes/metrics; the role gives nothing else',
    ownHosts: 'it has the blackbox exporter look at them',
  },
  metrics: {},
} as const;
