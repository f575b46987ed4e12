import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { noBackup, Service, type Workload, yamlText } from '../../index.ts';
import { strangers } from './log-budgets.ts';

/**
 * Two weeks of logs, one process, on disk.
 *
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export class Loki extends Service {
  override readonly system = 'Loki';
  readonly web: Workload;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const backup = noBackup('logs of the last two weeks: what must be kept longer is no log');
    const data = this.volume('data', { size: '10Gi', backup });
    this.web = this.workload('web', {
      image: images.loki,
      user: 10001,
      args: ['-config.file=/etc/loki/loki.yaml', '-target=all'],
      // Go's own collector keeps under it, where the kernel would end it.
      env: { GOMEMLIMIT: '430MiB' },
      ports: { http: 3100 },
      volumes: { '/loki': data },
      files: { '/etc/loki/loki.yaml': yamlText(configuration) },
      resources: { cpu: '50m', memory: '256Mi', memoryLimit: '512Mi' },
      // The image has no shell; and for a quarter of a minute after each start it is not ready by design.
      probe: '/ready',
      graceSeconds: 120,
      metrics: {},
    });
  }
}

const configuration = {
  auth_enabled: false,
  server: { http_listen_port: 3100, grpc_listen_port: 9095, log_level: 'warn' },
  common: {
    instance_addr: '127.0.0.1',
    path_prefix: '/loki',
    replication_factor: 1,
    ring: { kvstore: { store: 'inmemory' } },
    storage: { filesystem: { chunks_directory: '/loki/chunks', rules_directory: '/loki/rules' } },
  },
  schema_config: {
    configs: [
      {
        from: '2026-01-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  // After a crash its log is read back into memory up to here; the default is eight times what the pod may use.
  ingester: { wal: { replay_memory_ceiling: '128MB' } },
  query_range: { results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 32 } } } },
  limits_config: {
    // Without the compactor's two settings below it would be a wish.
    retention_period: '336h',
    retention_stream: [
      { selector: `{namespace="${strangers.namespace}"}`, priority: 1, period: `${strangers.keptHours}h` },
    ],
    reject_old_samples: true,
    reject_old_samples_max_age: '24h',
    ingestion_rate_mb: 4,
    ingestion_burst_size_mb: 16,
    max_query_series: 500,
  },
  compactor: { working_directory: '/loki/compactor', retention_enabled: true, delete_request_store: 'filesystem' },
  analytics: { reporting_enabled: false },
} as const;
