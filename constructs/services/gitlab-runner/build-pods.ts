import type { Construct } from 'constructs';
import type { Bytes, Cpu, Resources } from '../../../platform/types.ts';
import {
  bytes,
  Exception,
  ForeignPods,
  internet,
  mebi,
  millicores,
  Service,
  type ServiceProps,
  wholeWeb,
} from '../../index.ts';
import { HeldFirst } from './held-first.ts';

/** What one container of a build pod asks for and may not pass. */
export interface BuildContainer {
  readonly cpu: Cpu;
  readonly memory: Bytes;
  readonly memoryLimit: Bytes;
  /** The most that it writes: sources, packages, artifacts. */
  readonly disk: Bytes;
}

/** The containers of a build pod: the job's own image, the runner's helper, and one service beside it (a database). */
export const buildContainers = {
  build: { cpu: '500m', memory: '768Mi', memoryLimit: '1536Mi', disk: '6Gi' },
  helper: { cpu: '100m', memory: '128Mi', memoryLimit: '256Mi', disk: '2Gi' },
  service: { cpu: '100m', memory: '128Mi', memoryLimit: '384Mi', disk: '1Gi' },
} as const satisfies Record<string, BuildContainer>;

export interface BuildPodsProps extends ServiceProps {
  /** Build pods that run at once. Their claim is this times the containers above. */
  readonly concurrent: number;
}

/**
 * The pods of CI jobs: code that anybody with a merge request wrote. The runner makes them, we hold what they reach: the web
 * (the forge, registries and object storage have no fixed address), on 80 too, and our own public hosts through Traefik, SonarQube among
 * them; no private range, so neither `prod`, the Kubernetes API, the mesh nor the metadata address. Nothing of a job starts
 * before that holds: docs/decisions/0009.
 *
 * @see https://docs.gitlab.com/runner/executors/kubernetes/
 */
export class BuildPods extends Service {
  override readonly system = 'GitLab Runner';
  readonly namespace: string;
  readonly labels = { 'app.kubernetes.io/name': 'builds', 'app.kubernetes.io/component': 'build' } as const;
  /** An account without any right; its token is mounted nowhere. */
  readonly account: string;
  readonly concurrent: number;
  /** What starts first in each of them. */
  readonly first: object;

  constructor(scope: Construct, id: string, props: BuildPodsProps) {
    super(scope, id, props);
    this.namespace = this.chart.namespaceName;
    this.account = this.serviceAccount();
    this.concurrent = props.concurrent;
    const { namespace, machine } = this;
    this.first = new HeldFirst(this, 'held-first', { namespace, machine, resources: helperSize }).container;
    this.chart.require('baseline');
    const reason =
      'images of CI jobs expect root: they install packages and write where they like; escalation stays off';
    new Exception(this, 'root-images', 'Pod Security baseline, images run as root', reason);
    new ForeignPods(this, 'pods', {
      name: id,
      pods: { namespace: this.namespace, labels: this.labels, guarded: true },
      machine: this.machine,
      resources: onePod,
      replicas: props.concurrent,
      // Debian's and Ubuntu's images fetch signed packages on port 80: on 443 alone every `apt-get` of a job fails.
      reaches: [internet.http, ...wholeWeb(this.platform)],
    });
  }
}

const { helper } = buildContainers;
/** No more than runs after it, so that the quota holds. */
const helperSize = {
  requests: { cpu: helper.cpu, memory: helper.memory, 'ephemeral-storage': '16Mi' },
  limits: { memory: helper.memoryLimit, 'ephemeral-storage': '16Mi' },
};

const containers = Object.values(buildContainers);
const sum = (of: (container: BuildContainer) => number): number =>
  containers.reduce((total, container) => total + of(container), 0);

const onePod: Resources = {
  cpu: `${sum(({ cpu }) => millicores(cpu))}m`,
  memory: `${sum(({ memory }) => bytes(memory)) / mebi}Mi`,
  memoryLimit: `${sum(({ memoryLimit }) => bytes(memoryLimit)) / mebi}Mi`,
};
