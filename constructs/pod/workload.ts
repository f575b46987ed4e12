import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Machine, Schedule } from '../../platform/types.ts';
import { jobName } from '../../platform/values/names.ts';
import { seconds } from '../../platform/values/numbers.ts';
import { oneOf } from '../../platform/values/value-kind.ts';
import { ResourceClaim } from '../facts/claim.ts';
import { clusterHost } from '../facts/landmarks.ts';
import { checkedSchedule } from '../facts/schedule.ts';
import { taken } from '../facts/taken.ts';
import type { NamespaceChart } from '../namespace/namespace.ts';
import { Edge } from '../network/edge.ts';
import { type Endpoint, type Peer, type Pods, traefikPods } from '../network/endpoint.ts';
import { fromVault } from '../secret/secret.ts';
import { vaultServer } from '../secret/vault-server.ts';
import { recordRelaxations, securityLevel } from './hardening.ts';
import { MetricsTarget } from './metrics.ts';
import { podTemplate } from './pod.ts';
import type { PodPlace, PodProps } from './pod-props.ts';
import { startupSecondsOf } from './probe.ts';
import { agentModeOf, valuesOf } from './secret-delivery.ts';
import { takeProps } from './taken-props.ts';
import { agentResources } from './vault-agent.ts';

/** What the service knows of each of its workloads. */
export interface WorkloadPlace extends Omit<PodPlace, 'namespace'> {
  readonly chart: NamespaceChart;
}

/** What every kind of workload has in common: its pods, its claim, and the edges that start at them. */
export abstract class PodOwner extends Construct implements Endpoint {
  readonly name: string;
  readonly pods: Pods;
  readonly ports: Readonly<Record<string, number>>;
  readonly props: PodProps;
  readonly place: PodPlace;

  constructor(scope: Construct, id: string, place: WorkloadPlace, props: PodProps) {
    super(scope, id);
    const { chart, ...rest } = place;
    this.place = { ...rest, namespace: chart.namespaceName };
    this.name = place.name;
    takeProps(this, this.place, props);
    this.props = props;
    this.ports = props.ports ?? {};
    this.pods = { namespace: chart.namespaceName, labels: place.labels, guarded: chart.guarded };
    this.refuseFarVolumes();
    chart.require(securityLevel(props, props.relax ?? {}));
    recordRelaxations(this, props.relax ?? {});
    this.claim();
    for (const endpoint of this.reached()) this.reach(endpoint);
    if (props.metrics) new MetricsTarget(this, 'metrics', { owner: this, metrics: props.metrics });
  }

  /** The machine that it runs on; of a DaemonSet, the service's own. */
  get machine(): Machine {
    return this.place.machine;
  }

  /** Seconds that its first start may take. */
  get startupSeconds(): number {
    return startupSecondsOf(this.props.probe);
  }

  /** All pods on all open ports. */
  get peers(): readonly Peer[] {
    return [{ pods: this.pods, ports: Object.values(this.ports).map((port) => ({ port })) }];
  }

  /** Lets this workload talk to `endpoint`. */
  reach(endpoint: Endpoint): Edge {
    if (this.node.tryFindChild(`to-${endpoint.name}`))
      throw new Error(`${this.node.path}: reaches '${endpoint.name}' twice; name it once`);
    return new Edge(this, `to-${endpoint.name}`, { from: { name: this.name, ...this.pods }, to: endpoint });
  }

  protected get template(): k8s.PodTemplateSpec {
    return podTemplate(this, this.place, this.props);
  }

  protected get metadata() {
    return { name: this.name, namespace: this.place.namespace, labels: { ...this.place.labels } };
  }

  protected get keepsState(): boolean {
    return Object.values(this.props.volumes ?? {}).some(({ state }) => state);
  }

  private claim(): void {
    const { machine, machines } = this.place;
    this.claimOn(machine, 'claim');
    for (const other of (machines ?? []).filter(({ name }) => name !== machine.name)) {
      this.claimOn(other, `claim-${other.name}`);
    }
  }

  /** The pod's share, and that of an agent of Vault's that stays beside it. */
  private claimOn(machine: Machine, id: string): void {
    new ResourceClaim(this, id, { machine, resources: this.props.resources });
    const agent = agentModeOf(this.props, this.place) ?? 'before';
    if (agent === 'before') return;
    new ResourceClaim(this, `agent-${id}`, { machine, resources: agentResources, sidecar: true });
  }

  private reached(): readonly Endpoint[] {
    const vault = valuesOf(this.props).some(fromVault) ? [vaultServer] : [];
    return [...(this.props.reaches ?? []), ...vault];
  }

  private refuseFarVolumes(): void {
    const { machine } = this.place;
    const states = Object.values(this.props.volumes ?? {}).flatMap(({ state }) => state ?? []);
    const far = states.find((state) => state.machine.name !== machine.name);
    if (!far) return;
    throw new Error(
      `${this.node.path}: runs on '${machine.name}', but its volume '${far.name}' lies on '${far.machine.name}'; local disks do not travel`,
    );
  }
}

const workloadKind = oneOf<NonNullable<WorkloadProps['kind']>>('kind of workload', {
  Deployment: true,
  StatefulSet: true,
});

export interface WorkloadProps extends PodProps {
  /** `StatefulSet` where the pod's name must not change. Default: `Deployment`. */
  readonly kind?: 'Deployment' | 'StatefulSet';
}

/**
 * A program that runs all the time, one replica: a Deployment (or StatefulSet), its Service, its edges. A workload with a
 * volume is stopped before its successor starts.
 *
 * @throws when it has no probe and no written reason for that, or a volume on another machine, or a value of the wrong kind.
 */
export class Workload extends PodOwner {
  constructor(scope: Construct, id: string, place: WorkloadPlace, props: WorkloadProps) {
    super(scope, id, place, props);
    refuseNoProbe(this);
    if (props.kind !== undefined) taken(this, 'kind', workloadKind, props.kind);
    if (props.kind === 'StatefulSet') this.statefulSet();
    else this.deployment();
    if (Object.keys(this.ports).length > 0) this.service();
  }

  /** Name inside the cluster, the same from every namespace. */
  get host(): string {
    return clusterHost({ namespace: this.place.namespace, service: this.name });
  }

  /** Host and first port, as one reads them: `ghost.prod-web.svc.cluster.local:2368`. */
  get address(): string {
    return `${this.host}:${this.port}`;
  }

  /** The first port: what routes lead to. */
  get port(): number {
    const port = Object.values(this.ports)[0];
    if (port === undefined) throw new Error(`${this.node.path}: opens no port`);
    return port;
  }

  /** Lets Traefik call the first port; however many hosts lead here, it is one edge. */
  admitTraefik(): void {
    if (this.node.tryFindChild('from-traefik')) return;
    const to = { name: this.name, peers: [{ pods: this.pods, ports: [{ port: this.port }] }] };
    new Edge(this, 'from-traefik', { from: traefikPods, to });
  }

  private deployment(): void {
    new k8s.KubeDeployment(this, 'deployment', {
      metadata: this.metadata,
      spec: {
        replicas: 1,
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: deadlineOf(this.startupSeconds),
        strategy: { type: this.keepsState ? 'Recreate' : 'RollingUpdate' },
        selector: { matchLabels: { ...this.place.labels } },
        template: this.template,
      },
    });
  }

  private statefulSet(): void {
    new k8s.KubeStatefulSet(this, 'statefulset', {
      metadata: this.metadata,
      spec: {
        replicas: 1,
        revisionHistoryLimit: 3,
        serviceName: this.name,
        selector: { matchLabels: { ...this.place.labels } },
        template: this.template,
      },
    });
  }

  private service(): void {
    new k8s.KubeService(this, 'service', {
      metadata: this.metadata,
      spec: {
        selector: { ...this.place.labels },
        ports: Object.entries(this.ports).map(([name, port]) => ({
          name,
          port,
          targetPort: k8s.IntOrString.fromString(name),
        })),
      },
    });
  }
}

/** A program that runs once on every machine of the phase: a DaemonSet. */
export class MachineWorkload extends PodOwner {
  constructor(scope: Construct, id: string, place: WorkloadPlace, props: PodProps) {
    super(scope, id, place, props);
    refuseNoProbe(this);
    new k8s.KubeDaemonSet(this, 'daemonset', {
      metadata: this.metadata,
      spec: {
        revisionHistoryLimit: 3,
        selector: { matchLabels: { ...this.place.labels } },
        updateStrategy: { type: 'RollingUpdate' },
        template: this.template,
      },
    });
  }
}

/**
 * When a rollout counts as failed: Kubernetes says ten minutes, whatever the probes allow, and both engines give up waiting then.
 * Five minutes more than the start itself, for the image and for Vault.
 */
function deadlineOf(startupSeconds: number): number | undefined {
  return startupSeconds > 300 ? startupSeconds + 300 : undefined;
}

function refuseNoProbe({ node, props }: PodOwner): void {
  if (props.probe === undefined && props.relax?.noProbe === undefined) {
    throw new Error(`${node.path}: has no probe; give one, or a reason in relax.noProbe`);
  }
}

export interface ScheduledProps extends PodProps {
  readonly schedule: Schedule;
  /** Seconds after which a run is ended. Default: 3600. */
  readonly deadlineSeconds?: number;
}

/** A program that runs by the clock, never twice at once: a CronJob. */
export class ScheduledWorkload extends PodOwner {
  readonly schedule: string;

  constructor(scope: Construct, id: string, place: WorkloadPlace, props: ScheduledProps) {
    super(scope, id, { ...place, ends: true }, props);
    const { schedule, deadlineSeconds = 3600 } = props;
    this.schedule = checkedSchedule(this, schedule);
    taken(this, 'name', jobName, this.name);
    taken(this, 'deadlineSeconds', seconds, deadlineSeconds);
    new k8s.KubeCronJob(this, 'cronjob', {
      metadata: this.metadata,
      spec: {
        schedule: this.schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 200,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 2,
        jobTemplate: { spec: { activeDeadlineSeconds: deadlineSeconds, backoffLimit: 1, template: this.once } },
      },
    });
  }

  /** A run that fails is a run of its own: its containers are not started again. */
  private get once(): k8s.PodTemplateSpec {
    const { metadata, spec } = this.template;
    return { metadata, spec: { ...(spec as k8s.PodSpec), restartPolicy: 'Never' } };
  }
}
