import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { forgeOf, kubernetesApi, Service, type ServiceProps, scratch, terraformOutput } from '../../index.ts';
import type { BuildPods } from './build-pods.ts';
import { runnerConfig } from './config.ts';
import { executorRules } from './rights.ts';

export interface GitLabRunnerProps extends ServiceProps {
  /** The pods that it makes for jobs. */
  readonly builds: BuildPods;
}

const port = 9252;

/** The runner writes beside its configuration, which a mounted file would not let it. */
const start =
  'install -m 600 /config/config.toml /config/.runner_system_id /etc/gitlab-runner/ && exec gitlab-runner run';

/**
 * Takes jobs from the forge and makes a pod for each. It alone holds the runner's token and the cache's keys: build pods
 * get presigned addresses. Which projects and tags it serves is set on the forge.
 *
 * @see https://docs.gitlab.com/runner/executors/kubernetes/
 */
export class GitLabRunner extends Service {
  override readonly system = 'GitLab Runner';
  private readonly cache = this.bucket('ci');
  private readonly token = this.secret('token', { token: terraformOutput('forge', 'runner-token') }).token;

  constructor(scope: Construct, id: string, { builds, ...props }: GitLabRunnerProps) {
    super(scope, id, props);
    const forge = forgeOf(this.platform);
    this.grant('builds', executorRules, builds.namespace);
    this.workload('web', {
      // Its successor starts when it has ended, never beside it: both would bear one system id.
      kind: 'StatefulSet',
      image: images.gitlabRunner,
      command: ['/bin/sh', '-c', start],
      user: 100,
      group: 65533,
      ports: { metrics: port },
      files: this.files(builds, forge.url),
      env: this.environment(),
      volumes: { '/etc/gitlab-runner': scratch('16Mi') },
      resources: { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' },
      probe: { tcp: true },
      // The image stops on SIGQUIT, which lets running jobs end.
      graceSeconds: 900,
      metrics: { port: 'metrics' },
      reaches: [kubernetesApi(this.platform), ...forge.endpoints],
      relax: { apiToken: 'makes the pods of CI jobs, in their own namespace alone' },
    });
  }

  private environment() {
    return {
      HOME: '/tmp',
      CONFIG_FILE: '/etc/gitlab-runner/config.toml',
      RUNNER_TOKEN: this.token,
      AWS_ACCESS_KEY_ID: this.cache.accessKey,
      AWS_SECRET_ACCESS_KEY: this.cache.secretKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  private files(builds: BuildPods, url: string) {
    const { id } = this.node;
    const facts = { name: id, url, machine: builds.machine, builds, cache: this.cache, metricsPort: port };
    const seed = `${this.platform.name}/${this.machine.name}/${id}`;
    return { '/config/config.toml': runnerConfig(facts), '/config/.runner_system_id': systemId(seed) };
  }
}

/** Without a lasting id the forge lists a new runner manager for every pod that ever was. */
const systemId = (seed: string): string => `s_${createHash('sha256').update(seed).digest('hex').slice(0, 12)}`;
