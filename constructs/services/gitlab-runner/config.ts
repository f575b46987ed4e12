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

/** What package managers of root images do; Pod Security's baseline allows all of it. Raw sockets are not among it. */
const capabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID'];

/**
 * The runner's configuration. It holds no secret: the runner expands variables in `token` (written without braces, which
 * Flux would take for its own), and its S3 client finds the cache's keys in the environment as AWS's tools do, which is
 * what `iam` means here. `CACHE_S3_*` are read by `register` alone, which we never run.
 *
 * @see https://docs.gitlab.com/runner/configuration/advanced-configuration/
 */
export function runnerConfig({ name, url, machine, builds, cache, metricsPort }: RunnerConfigProps): string {
  return `concurrent = ${builds.concurrent}
check_interval = 5
shutdown_timeout = 60
log_format = "json"
listen_address = ":${metricsPort}"

[[runners]]
  name = "${name}"
  url = "${url}"
  token = "$RUNNER_TOKEN"
  executor = "kubernetes"

  [runners.cache]
    Type = "s3"
    Path = "cache"
    Shared = true
    [runners.cache.s3]
      ServerAddress = "${cache.host}"
      BucketName = "${cache.name}"
      BucketLocation = "${cache.region}"
      AuthenticationType = "iam"

${kubernetes(machine, builds)}`;
}

/** Nothing here may be overwritten by a job: every \`*_overwrite_allowed\` stays unset, which means no. */
function kubernetes({ name, tiers }: Machine, builds: BuildPods): string {
  const { build, helper, service } = buildContainers;
  return `  [runners.kubernetes]
    namespace = "${builds.namespace}"
    service_account = "${builds.account}"
    automount_service_account_token = false
    privileged = false
    allow_privilege_escalation = false
    cap_drop = ["ALL"]
    cap_add = [${capabilities.map((capability) => `"${capability}"`).join(', ')}]
    priority_class_name = "${priorityOf('dev')}"
    pull_policy = ["always", "if-not-present"]
    poll_timeout = 900
    retry_backoff_max = 10000
${sizes('', build)}${sizes('helper_', helper)}${sizes('service_', service)}
    [runners.kubernetes.retry_limits]
      # A pod that is just ending still counts in the namespace's quota.
      "exceeded quota" = 60
    [runners.kubernetes.pod_labels]
${Object.entries(builds.labels)
  .map(([key, value]) => `      "${key}" = "${value}"\n`)
  .join('')}    [runners.kubernetes.node_selector]
      "kubernetes.io/hostname" = "${name}"
    [runners.kubernetes.node_tolerations]
${tiers.map((tier) => `      "${tierKey}=${tier}" = "NoSchedule"\n`).join('')}    [runners.kubernetes.pod_security_context.seccomp_profile]
      type = "RuntimeDefault"
`;
}

function sizes(prefix: string, { cpu, memory, memoryLimit, disk }: BuildContainer): string {
  return `    ${prefix}cpu_request = "${cpu}"
    ${prefix}memory_request = "${memory}"
    ${prefix}memory_limit = "${memoryLimit}"
    ${prefix}ephemeral_storage_request = "512Mi"
    ${prefix}ephemeral_storage_limit = "${disk}"
`;
}
