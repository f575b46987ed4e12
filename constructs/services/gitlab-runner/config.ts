import { stringify } from 'smol-toml';
import type { Machine } from '../../../platform/types.ts';
import { type Bucket, priorityOf, tierKey } from '../../index.ts';
import { type BuildContainer, type BuildPods, buildContainers } from './build-pods.ts';

export interface RunnerConfigProps {
  readonly name: string;
  /** Address of the forge. */
  readonly url: string;
  readonly machine: Machine;
  readonly builds: BuildPods;
  readonly cache: Bucket;
  readonly metricsPort: number;
}

/**
 * The runner's configuration. It holds no secret: the runner expands variables in `token` (written without braces, which
 * Flux would take for its own), and its S3 client finds the cache's keys in the environment as AWS's tools do, which is
 * what `iam` means here. `CACHE_S3_*` are read by `register` alone, which we never run.
 *
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export function runnerConfig({ name, url, machine, builds, cache, metricsPort }: RunnerConfigProps): string {
  const runner = { name, url, token: '$RUNNER_TOKEN', executor: 'kubernetes' };
  return stringify({
    concurrent: builds.concurrent,
    check_interval: 5,
    shutdown_timeout: 60,
    log_format: 'json',
    listen_address: `:${metricsPort}`,
    runners: [
      { ...runner, feature_flags: patched, cache: sharedCache(cache), kubernetes: kubernetes(machine, builds) },
    ],
  });
}

/** Here and not among the variables, where a job could say otherwise. */
const patched = { FF_USE_ADVANCED_POD_SPEC_CONFIGURATION: true } as const;

function sharedCache({ host, name, region }: Bucket) {
  const s3 = { ServerAddress: host, BucketName: name, BucketLocation: region, AuthenticationType: 'iam' };
  return { Type: 's3', Path: 'cache', Shared: true, s3 };
}

/** How a build pod is made. Nothing of it may be overwritten by a job: every `*_overwrite_allowed` stays unset, which means no. */
function kubernetes({ name, tiers }: Machine, builds: BuildPods) {
  return {
    namespace: builds.namespace,
    service_account: builds.account,
    ...unprivileged,
    priority_class_name: priorityOf('dev'),
    pull_policy: ['always', 'if-not-present'],
    poll_timeout: 900,
    retry_backoff_max: 10_000,
    ...sizes('', buildContainers.build),
    ...sizes('helper_', buildContainers.helper),
    ...sizes('service_', buildContainers.service),
    // A pod that is just ending still counts in the namespace's quota.
    retry_limits: { 'exceeded quota': 60 },
    pod_labels: builds.labels,
    node_selector: { 'kubernetes.io/hostname': name },
    pod_spec: [
      { name: 'held-first', patch_type: 'strategic', patch: JSON.stringify({ initContainers: [builds.first] }) },
    ],
    node_tolerations: Object.fromEntries(tiers.map((tier) => [`${tierKey}=${tier}`, 'NoSchedule'])),
  };
}

/** The capabilities are what package managers of root images use; Pod Security's baseline allows all of it. Raw sockets are not among it. */
const unprivileged = {
  automount_service_account_token: false,
  privileged: false,
  allow_privilege_escalation: false,
  cap_drop: ['ALL'],
  cap_add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID'],
  pod_security_context: { seccomp_profile: { type: 'RuntimeDefault' } },
} as const;

function sizes(prefix: string, { cpu, memory, memoryLimit, disk }: BuildContainer) {
  return {
    [`${prefix}cpu_request`]: cpu,
    [`${prefix}memory_request`]: memory,
    [`${prefix}memory_limit`]: memoryLimit,
    [`${prefix}ephemeral_storage_request`]: '512Mi',
    [`${prefix}ephemeral_storage_limit`]: disk,
  };
}
